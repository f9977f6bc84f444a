// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the names of the elements and attributes of haxen's notes.
#include "virt/notes_codec.hpp"

#include <charconv>
#include <fmt/format.h>
#include <sstream>
#include <string_view>

namespace haxen::virt {

namespace {

using pugi::xml_node;

xml_node child(const xml_node& parent, std::string_view name) {
  for (const auto& each : parent.children()) {
    if (local_name(each) == name) return each;
  }
  return {};
}

std::optional<model::PendingMove> read_move(const xml_node& move) {
  model::PendingMove pending;
  pending.operation = OperationId(move.attribute("operation").value());
  pending.from = NodeName(move.attribute("from").value());
  pending.to = NodeName(move.attribute("to").value());
  pending.former_downtime = Milliseconds(move.attribute("downtime").as_uint(0));
  pending.autostart = std::string_view(move.attribute("autostart").value()) == "yes";
  for (const auto& image : move.children())
    if (local_name(image) == "image") pending.images.emplace_back(image.attribute("path").value());
  std::erase(pending.images, std::string());
  if (std::string_view(move.attribute("handover").value()) == "confirmed")
    pending.hand_over = model::HandOver::confirmed;
  if (pending.operation.empty() || pending.from.empty() || pending.to.empty()) return std::nullopt;
  return pending;
}

/// Whole seconds since 1970. None for what is no such number, or beyond the year 9999.
std::optional<model::WallTime> read_time(std::string_view text) {
  constexpr std::int64_t latest = 253'402'300'799;
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || end != text.data() + text.size() || count < 0 || count > latest)
    return std::nullopt;
  return model::WallTime(std::chrono::seconds(count));
}

std::string text_of(const xml_node& node) {
  std::ostringstream text;
  node.print(text, "", pugi::format_raw);
  return text.str();
}

Notes read(const xml_node& vm) {
  Notes notes;
  if (const auto node = child(vm, "origin").attribute("node"); node && *node.value() != '\0')
    notes.origin = NodeName(node.value());
  if (const auto move = child(vm, "move")) notes.pending = read_move(move);
  if (const auto moved = child(vm, "moved")) notes.moved = read_time(moved.attribute("at").value());
  return notes;
}

void remove_all(xml_node parent, std::string_view name) {
  while (const auto found = child(parent, name)) parent.remove_child(found);
}

void append(xml_node vm, const model::PendingMove& pending) {
  auto move = vm.append_child("move");
  move.append_attribute("operation") = pending.operation.str().c_str();
  move.append_attribute("from") = pending.from.str().c_str();
  move.append_attribute("to") = pending.to.str().c_str();
  move.append_attribute("downtime") = static_cast<unsigned long long>(pending.former_downtime.count());
  move.append_attribute("autostart") = pending.autostart ? "yes" : "no";
  if (pending.hand_over == model::HandOver::confirmed) move.append_attribute("handover") = "confirmed";
  for (const auto& path : pending.images) move.append_child("image").append_attribute("path") = path.c_str();
}

}  // namespace

Notes read_notes(const xml_node& domain) { return read(notes_of(domain)); }

Notes read_notes_element(const std::string& xml) {
  pugi::xml_document document;
  document.load_buffer(xml.data(), xml.size());
  return read(child(document, "vm"));
}

std::optional<std::string> notes_element(const std::string& former, const Notes& notes) {
  pugi::xml_document document;
  document.load_buffer(former.data(), former.size());
  auto vm = child(document, "vm");
  if (!vm) {
    document.reset();
    vm = document.append_child("vm");
  }
  remove_all(vm, "origin");
  remove_all(vm, "move");
  remove_all(vm, "moved");
  if (notes.origin) vm.append_child("origin").append_attribute("node") = notes.origin->str().c_str();
  if (notes.pending) append(vm, *notes.pending);
  if (notes.moved)
    vm.append_child("moved").append_attribute("at") =
        static_cast<long long>(notes.moved->time_since_epoch().count());
  if (vm.first_child().empty()) return std::nullopt;
  return text_of(vm);
}

// Alone, libvirt gives the element no prefix and no namespace; within a domain it has both.
Result<std::string> with_notes(const std::string& xml, const Notes& notes) {
  pugi::xml_document document;
  document.load_buffer(xml.data(), xml.size());
  auto domain = document.child("domain");
  if (!domain) return fault(FaultKind::usage, "the definition is no domain's");
  const auto former = notes_of(domain);
  const auto element = notes_element(former ? text_of(former) : std::string(), notes);
  auto metadata = domain.child("metadata");
  if (former) metadata.remove_child(former);
  if (!element) return text_of(document);
  if (!metadata) metadata = domain.append_child("metadata");
  pugi::xml_document inner;
  inner.load_buffer(element->data(), element->size());
  auto vm = metadata.append_child(fmt::format("{}:vm", notes_prefix).c_str());
  vm.append_attribute(fmt::format("xmlns:{}", notes_prefix).c_str()) = notes_namespace;
  for (const auto& each : inner.document_element().children()) vm.append_copy(each);
  return text_of(document);
}

}  // namespace haxen::virt

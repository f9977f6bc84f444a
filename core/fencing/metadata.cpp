// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the XML in which a fence agent tells of itself.
#include "fencing/metadata.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <pugixml.hpp>
#include <sstream>

namespace haxen::fencing {

namespace {

constexpr std::size_t most_parameters = 500;  // the longest agent of 4.12.1 has 60

Kind kind_of(std::string_view word) {
  if (word == "integer") return Kind::whole_number;
  if (word == "second") return Kind::seconds;
  if (word == "boolean") return Kind::flag;
  if (word == "select") return Kind::choice;
  return Kind::text;
}

bool is_set(const pugi::xml_attribute& attribute) {
  const std::string_view word = attribute.value();
  return word == "1" || word == "true" || word == "yes";
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

Known parameter_of(const pugi::xml_node& element) {
  Known known;
  known.name = element.attribute("name").value();
  known.required = is_set(element.attribute("required"));
  known.deprecated = is_set(element.attribute("deprecated"));
  known.old_names = words_of(element.attribute("obsoletes").value());
  const auto content = element.child("content");
  known.kind = kind_of(content.attribute("type").value());
  for (const auto& option : content.children("option"))
    known.choices.emplace_back(option.attribute("value").value());
  return known;
}

// A line of its own: what the name holds is printed and sent.
bool is_name(std::string_view name) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
  return !name.empty() && name.size() <= 100 && name.find_first_not_of(allowed) == name.npos;
}

Result<std::vector<Known>> parameters_of(const pugi::xml_node& agent) {
  std::vector<Known> all;
  for (const auto& element : agent.child("parameters").children("parameter")) {
    auto known = parameter_of(element);
    if (!is_name(known.name)) return fault(FaultKind::failed, "one of its parameters has no sound name");
    if (std::ranges::find(all, known.name, &Known::name) != all.end()) continue;
    all.push_back(std::move(known));
    if (all.size() > most_parameters) return fault(FaultKind::failed, "it names too many parameters");
  }
  if (all.empty()) return fault(FaultKind::failed, "it names no parameters");
  return all;
}

}  // namespace

Result<Metadata> read_metadata(std::string_view xml) {
  pugi::xml_document document;
  const auto parsed = document.load_buffer(xml.data(), xml.size());
  if (!parsed) return fault(FaultKind::failed, fmt::format("it is not XML: {}", parsed.description()));
  const auto agent = document.child("resource-agent");
  if (!agent) return fault(FaultKind::failed, "it is XML, but describes no resource-agent");
  auto parameters = parameters_of(agent);
  if (!parameters) return tl::unexpected(parameters.error());
  Metadata metadata{agent.attribute("name").value(), std::move(*parameters), {}};
  for (const auto& action : agent.child("actions").children("action"))
    metadata.actions.emplace_back(action.attribute("name").value());
  return metadata;
}

const Known* find(const Metadata& metadata, std::string_view name) {
  const auto found = std::ranges::find(metadata.parameters, name, &Known::name);
  return found == metadata.parameters.end() ? nullptr : &*found;
}

const Known* successor(const Metadata& metadata, std::string_view name) {
  const auto replaces = [&](const Known& known) {
    return known.name != name && std::ranges::find(known.old_names, name) != known.old_names.end();
  };
  const auto found = std::ranges::find_if(metadata.parameters, replaces);
  return found == metadata.parameters.end() ? nullptr : &*found;
}

}  // namespace haxen::fencing

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows libvirt's kinds of disk sources.
#include "virt/disk_xml.hpp"

#include <string>
#include <string_view>

namespace haxen::virt {

namespace {

std::string joined(const char* first, const char* between, const char* second) {
  return std::string(first) + between + second;
}

std::string first_of(const pugi::xml_node& source, std::initializer_list<const char*> names) {
  for (const auto* name : names) {
    if (const auto attribute = source.attribute(name)) return attribute.value();
  }
  return {};
}

/// Everything that is not plainly elsewhere counts as a file of the node: the kind that must be proven at a
/// target.
model::DiskKind kind_of(std::string_view type) {
  if (type == "network") return model::DiskKind::network;
  if (type == "volume") return model::DiskKind::volume;
  if (type == "block") return model::DiskKind::block;
  return model::DiskKind::file;
}

std::string source_of(const pugi::xml_node& source, model::DiskKind kind) {
  switch (kind) {
    case model::DiskKind::network:
      return joined(source.attribute("protocol").value(), ":", source.attribute("name").value());
    case model::DiskKind::volume:
      return joined(source.attribute("pool").value(), "/", source.attribute("volume").value());
    case model::DiskKind::block:
    case model::DiskKind::file: return first_of(source, {"dev", "file", "path", "dir"});
    case model::DiskKind::empty: return {};
  }
  return {};
}

/// Why haxen does not have its contents copied.
std::string uncopyable(const pugi::xml_node& disk) {
  const std::string_view type = disk.attribute("type").value();
  const auto source = disk.child("source");
  if (!type.empty() && type != "file") return "it is of type " + std::string(type);
  if (disk.child("encryption") || source.child("encryption")) return "it is encrypted";
  if (disk.child("shareable")) return "it is shared with other VMs";
  if (source.child("slices")) return "it is a slice of its image";
  if (std::string_view(disk.attribute("device").value()) == "floppy") return "it is a floppy disk";
  return {};
}

}  // namespace

model::Disk read_disk(const pugi::xml_node& disk) {
  model::Disk result;
  result.target = disk.child("target").attribute("dev").value();
  result.format = disk.child("driver").attribute("type").value();
  result.read_only = !disk.child("readonly").empty();
  const std::string_view device = disk.attribute("device").value();
  result.cdrom = device == "cdrom";
  if (const auto source = disk.child("source")) {
    result.kind = kind_of(disk.attribute("type").value());
    result.source = source_of(source, result.kind);
  }
  const bool removable = result.cdrom || device == "floppy";
  if (removable && result.source.empty()) result.kind = model::DiskKind::empty;
  // A disk without a source is nothing that we know to be safe.
  if (!removable && result.kind == model::DiskKind::empty) result.kind = model::DiskKind::file;
  if (result.kind == model::DiskKind::file) result.uncopyable = uncopyable(disk);
  return result;
}

bool has_backing_chain(const pugi::xml_node& disk) {
  return !disk.child("backingStore").attribute("type").empty();
}

std::vector<std::string> disks_with_stated_chains(const std::string& sent) {
  pugi::xml_document document;
  document.load_buffer(sent.data(), sent.size());
  std::vector<std::string> targets;
  for (const auto& disk : document.child("domain").child("devices").children("disk"))
    if (has_backing_chain(disk)) targets.emplace_back(disk.child("target").attribute("dev").value());
  return targets;
}

}  // namespace haxen::virt

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
  return result;
}

bool has_backing_chain(const pugi::xml_node& disk) {
  return !disk.child("backingStore").attribute("type").empty();
}

}  // namespace haxen::virt

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which disks can be taken along, and what is in the way of the others.
#include <algorithm>

#include "planner/storage.hpp"

namespace haxen::planner {
namespace {

using model::ImageState;
using model::Reason;

const model::Image& seen_at(const model::Node& target, const std::string& path) {
  static const model::Image unknown;
  const auto found = target.images.find(path);
  return found == target.images.end() ? unknown : found->second;
}

/// The contents are never compared: path and size are all that a node tells.
bool is_there_too(const model::Disk& disk, const model::Node& target) {
  const auto& image = seen_at(target, disk.source);
  return image.state == ImageState::present && disk.capacity && image.capacity == *disk.capacity;
}

std::string what_is_there(const model::Disk& disk, const model::Node& target) {
  switch (seen_at(target, disk.source).state) {
    case ImageState::unknown: return disk.source + ", in no active storage pool there";
    case ImageState::absent: return disk.source;
    case ImageState::present: return disk.source + ", of another size there";
  }
  return disk.source;
}

/// Left there by a run of ours that was cut short; it is removed before anything else is done with the VM.
bool is_our_remnant(const model::Disk& disk, const model::Vm& vm, const model::Node& target) {
  return vm.pending && vm.pending->to == target.name &&
         std::ranges::find(vm.pending->images, disk.source) != vm.pending->images.end();
}

std::string format_of(const model::Disk& disk) { return disk.format.empty() ? "raw" : disk.format; }

/// Why its contents cannot be copied, wherever to; empty where they can.
std::string uncopyable(const model::Disk& disk, const model::Node& source) {
  switch (disk.kind) {
    case model::DiskKind::block: return "it is a block device";
    case model::DiskKind::volume: return "it is given as a volume of a pool";
    case model::DiskKind::network:
    case model::DiskKind::empty: return "it has no known contents";
    case model::DiskKind::file: break;
  }
  if (source.hypervisor != model::Hypervisor::qemu) return "only QEMU copies disks";
  if (!disk.uncopyable.empty()) return disk.uncopyable;
  if (format_of(disk) != "raw" && format_of(disk) != "qcow2") return "its format is " + disk.format;
  if (!disk.capacity) return "its size is not known";
  return {};
}

}  // namespace

std::optional<DiskObjection> disk_objection(const model::Disk& disk, const model::Vm& vm,
                                            const model::Node& source, const model::Node& target,
                                            LocalDisks local) {
  if (is_same_storage(disk, source, target)) return std::nullopt;
  const bool is_off = !model::is_active(vm.state);
  if (!is_off && (disk.cdrom || disk.read_only)) {
    if (disk.kind == model::DiskKind::file && is_there_too(disk, target)) return std::nullopt;
    return DiskObjection{disk.cdrom ? Reason::medium_not_there : Reason::image_not_there,
                         what_is_there(disk, target)};
  }
  if (is_off || local == LocalDisks::stay) return DiskObjection{Reason::disk_not_proven, disk.source};
  if (const auto why = uncopyable(disk, source); !why.empty())
    return DiskObjection{Reason::disk_not_copied, disk.source + ": " + why};
  const bool is_taken = seen_at(target, disk.source).state == ImageState::present;
  if (is_taken && !is_our_remnant(disk, vm, target)) return DiskObjection{Reason::image_exists, disk.source};
  return std::nullopt;
}

std::vector<model::DiskCopy> copies(const model::Vm& vm, const model::Node& source,
                                    const model::Node& target) {
  std::vector<model::DiskCopy> all;
  if (!model::is_active(vm.state)) return all;
  for (const auto& disk : vm.disks) {
    if (disk.cdrom || disk.read_only || !disk.capacity || is_same_storage(disk, source, target)) continue;
    const auto bytes = std::min(*disk.capacity, disk.stored.value_or(*disk.capacity));
    all.push_back({disk.target, disk.source, format_of(disk), *disk.capacity, bytes, disk.layered,
                   seen_at(target, disk.source).available});
  }
  return all;
}

std::string_view parent_of(std::string_view path) { return path.substr(0, path.rfind('/')); }

}  // namespace haxen::planner

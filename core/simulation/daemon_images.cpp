// SPDX-License-Identifier: GPL-2.0-or-later
// Knows a node's own storage: its images, and what a daemon makes of them in a migration.
#include <algorithm>
#include <fmt/format.h>

#include "simulation/daemon.hpp"
#include "simulation/machine.hpp"

namespace haxen::simulation {

namespace {

bool is_local(const model::Node& node, const model::Disk& disk) {
  const auto holds_it = [&disk](const model::StoragePool& pool) {
    return !pool.source.empty() && disk.source.starts_with(pool.path + '/');
  };
  return disk.kind == model::DiskKind::file && !disk.source.empty() && std::ranges::none_of(node.pools, holds_it);
}

bool is_copied(const virt::MigrationRequest& request, const model::Disk& disk) {
  return std::ranges::find(request.copied_disks, disk.target) != request.copied_disks.end();
}

}  // namespace

std::optional<Bytes> Daemon::storage_left() const {
  const auto size = ground_.setup.storage.find(machine_.name());
  if (size == ground_.setup.storage.end()) return std::nullopt;
  Bytes used{};
  for (const auto& [path, image] : machine_.images) used += image.stored;
  return less(size->second, used);
}

Task<Result<std::map<std::string, model::Image>>> Daemon::find_images(std::vector<std::string> paths) {
  co_await work(ground_.setup.timings.answer);
  std::map<std::string, model::Image> found;
  for (const auto& path : paths) {
    const auto image = machine_.images.find(path);
    found[path] = image == machine_.images.end()
                      ? model::Image{model::ImageState::absent, {}, storage_left()}
                      : model::Image{model::ImageState::present, image->second.capacity, storage_left()};
  }
  co_return found;
}

Task<Result<void>> Daemon::make_image(virt::ImageOrder order) {
  co_await work(ground_.setup.timings.answer);
  if (!machine_.images.try_emplace(order.path, DiskImage{order.capacity, Bytes{}}).second)
    co_return fault(FaultKind::exists,
                    fmt::format("node '{}': image '{}' already exists", machine_.name(), order.path));
  ground_.witness.say(fmt::format("{}: image {} is made", machine_.name(), order.path));
  co_return Result<void>{};
}

Task<Result<void>> Daemon::remove_image(std::string path) {
  co_await work(ground_.setup.timings.answer);
  if (machine_.images.erase(path) > 0)
    ground_.witness.say(fmt::format("{}: image {} is removed", machine_.name(), path));
  co_return Result<void>{};
}

Result<void> Daemon::may_send_disks(const virt::MigrationRequest& request) const {
  for (const auto& disk : ground_.vms.at(request.vm).vm.disks)
    if (is_local(machine_.facts, disk) && !disk.read_only && !is_copied(request, disk))
      return fault(FaultKind::failed, "migration without shared storage is unsafe");
  return {};
}

Result<void> Daemon::may_receive_disks(const virt::MigrationRequest& request) const {
  for (const auto& disk : ground_.vms.at(request.vm).vm.disks)
    if (is_local(machine_.facts, disk) && !machine_.images.contains(disk.source))
      return fault(FaultKind::failed,
                   fmt::format("node '{}': cannot open '{}'", machine_.name(), disk.source));
  return {};
}

Bytes Daemon::bytes_of_disks(const virt::MigrationRequest& request) const {
  Bytes sum{};
  for (const auto& disk : ground_.vms.at(request.vm).vm.disks)
    if (is_copied(request, disk)) sum += disk.stored.value_or(disk.capacity.value_or(Bytes{}));
  return sum;
}

void Daemon::note_disks(const virt::MigrationRequest& request) {
  for (const auto& disk : ground_.vms.at(request.vm).vm.disks)
    if (is_copied(request, disk))
      machine_.images[disk.source].stored = disk.stored.value_or(disk.capacity.value_or(Bytes{}));
}

}  // namespace haxen::simulation

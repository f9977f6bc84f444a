// SPDX-License-Identifier: GPL-2.0-or-later
// Knows libvirt's block statistics, which list every image of a chain by itself.
#include "virt/disk_sizes.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "virt/complaint.hpp"
#include "virt/parameters.hpp"
#include "virt/presence.hpp"

namespace haxen::virt {

namespace {

Bytes amount(const ParameterView& view, const std::string& name) {
  return Bytes{view.number(name.c_str()).value_or(0)};
}

/// The images of a chain follow each other under one name, the topmost first; only "physical" is told of all.
std::map<std::string, DiskSize> sizes_of(const ParameterView& view) {
  std::map<std::string, DiskSize> sizes;
  const auto count = view.number("block.count").value_or(0);
  for (unsigned long long i = 0; i < count; ++i) {
    const auto field = [i](const char* name) { return fmt::format("block.{}.{}", i, name); };
    const auto target = view.text(field("name").c_str());
    const auto capacity = amount(view, field("capacity"));
    if (target.empty() || capacity.count == 0) continue;
    const auto [size, is_top] = sizes.try_emplace(target, DiskSize{capacity, Bytes{}, false});
    size->second.layered = size->second.layered || !is_top;
    size->second.stored += amount(view, field("physical"));
  }
  return sizes;
}

bool is_file(const model::Disk& disk) {
  return disk.kind == model::DiskKind::file && disk.source.starts_with('/');
}

}  // namespace

DiskSizes disk_sizes(std::vector<virDomainPtr> domains) {
  DiskSizes all;
  if (domains.empty()) return all;
  domains.push_back(nullptr);
  virDomainStatsRecordPtr* records = nullptr;
  const int count = virDomainListGetStats(
      domains.data(), VIR_DOMAIN_STATS_BLOCK, &records,
      VIR_CONNECT_GET_ALL_DOMAINS_STATS_BACKING | VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT);
  if (count < 0) take_complaint();
  for (int i = 0; i < count; ++i)
    all[uuid_of(records[i]->dom)] = sizes_of(ParameterView(records[i]->params, records[i]->nparams));
  if (records != nullptr) virDomainStatsRecordListFree(records);
  return all;
}

bool has_active_files(const model::Vm& vm) {
  return model::is_active(vm.state) && std::ranges::any_of(vm.disks, is_file);
}

model::Vm with_sizes(model::Vm vm, const DiskSizes& sizes) {
  const auto mine = sizes.find(vm.uuid.str());
  if (mine == sizes.end()) return vm;
  for (auto& disk : vm.disks) {
    const auto size = mine->second.find(disk.target);
    if (size == mine->second.end() || !is_file(disk)) continue;
    disk.capacity = size->second.capacity;
    disk.stored = size->second.stored;
    disk.layered = size->second.layered;
  }
  return vm;
}

}  // namespace haxen::virt

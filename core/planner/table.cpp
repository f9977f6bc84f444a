// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a fleet is numbered.
#include "planner/table.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "planner/eligibility.hpp"

namespace haxen::planner {
namespace {

std::int64_t signed_count(Bytes amount) { return static_cast<std::int64_t>(amount.count); }

std::string_view key(const VmUuid& uuid) { return uuid.str(); }

}  // namespace

Table::Table(const model::Fleet& fleet, const OperationId& own, LocalDisks local_disks)
    : fleet_(&fleet), local_disks_(local_disks) {
  number_nodes();
  number_vms();
  join_migrations();
  find_namesakes();
  book(own);
  std::vector<const model::Vm*> vms;
  for (const auto& row : vms_) vms.push_back(row.vm);
  kinds_.add_vms(std::move(vms));
}

void Table::number_nodes() {
  for (const auto& node : fleet_->nodes) nodes_.push_back({&node});
  std::ranges::sort(nodes_, {}, [](const NodeRow& row) -> const NodeName& { return row.node->name; });
  std::vector<const model::Node*> plain;
  for (NodeIndex n = 0; n < node_count(); ++n) {
    node_by_name_.emplace(nodes_[n].node->name.str(), n);
    plain.push_back(nodes_[n].node);
  }
  kinds_ = Kinds(std::move(plain), local_disks_);
}

void Table::number_vms() {
  vms_.reserve(fleet_->vms.size());
  for (const auto& vm : fleet_->vms) {
    const auto node = find(vm.node);
    if (!model::is_active(vm.state) || node == nowhere) continue;
    vms_.push_back({&vm, node, nowhere, signed_count(model::footprint(vm)), static_cast<double>(vm.vcpus),
                    hindrances(vm, *nodes_[node].node).empty()});
  }
  const auto rank = [](const VmRow& row) { return std::tie(row.node, row.vm->name, row.vm->uuid); };
  const auto earlier = [&](const VmRow& a, const VmRow& b) { return rank(a) < rank(b); };
  if (!std::ranges::is_sorted(vms_, earlier)) std::ranges::sort(vms_, earlier);
}

// Where both ends of a migration are in sight, the sender's row stands for both; any other UUID that is
// active twice may not be touched.
void Table::join_migrations() {
  vm_by_uuid_.reserve(vms_.size());
  std::map<std::string_view, std::vector<VmIndex>> copies;
  for (VmIndex v = 0; v < vm_count(); ++v) {
    const auto [entry, is_new] = vm_by_uuid_.emplace(key(vms_[v].vm->uuid), v);
    if (is_new) continue;
    auto& all = copies[entry->first];
    if (all.empty()) all.push_back(entry->second);
    all.push_back(v);
  }
  std::vector<bool> joined(vms_.size());
  for (const auto& [uuid, all] : copies) {
    const auto sender = is_sending(*vms_[all.front()].vm) ? all.front() : all.back();
    const auto receiver = sender == all.front() ? all.back() : all.front();
    if (all.size() == 2 && is_sending(*vms_[sender].vm) && is_receiving(*vms_[receiver].vm)) {
      vms_[sender].bound_for = vms_[receiver].node;
      joined[receiver] = true;
    } else {
      for (const auto copy : all) {
        vms_[copy].is_double = true;
        vms_[copy].may_leave = false;
      }
    }
  }
  for (auto& row : vms_)
    if (row.bound_for == nowhere && !row.is_double && is_sending(*row.vm) && row.vm->pending)
      row.bound_for = find(row.vm->pending->to);
  VmIndex kept = 0;
  for (VmIndex v = 0; v < joined.size(); ++v)
    if (!joined[v]) vms_[kept++] = vms_[v];
  vms_.resize(kept);
  vm_by_uuid_.clear();
  for (VmIndex v = 0; v < vm_count(); ++v) vm_by_uuid_.emplace(key(vms_[v].vm->uuid), v);
}

void Table::find_namesakes() {
  std::unordered_map<std::string_view, VmIndex> first;
  std::map<VmIndex, std::vector<VmIndex>> groups;
  first.reserve(vms_.size());
  for (VmIndex v = 0; v < vm_count(); ++v) {
    const auto [entry, is_new] = first.emplace(vms_[v].vm->name.str(), v);
    if (is_new) continue;
    auto& group = groups[entry->second];
    if (group.empty()) group.push_back(entry->second);
    group.push_back(v);
  }
  for (const auto& vm : fleet_->vms) {
    if (model::is_active(vm.state)) continue;
    const auto node = find(vm.node);
    if (node == nowhere) continue;
    if (const auto same = vm_by_uuid_.find(key(vm.uuid)); same != vm_by_uuid_.end())
      collisions_[same->second].push_back(node);
    const auto namesake = first.find(vm.name.str());
    if (namesake == first.end()) continue;
    const auto group = groups.find(namesake->second);
    const auto all = group == groups.end() ? std::vector{namesake->second} : group->second;
    for (const auto v : all)
      if (vms_[v].vm->uuid != vm.uuid) collisions_[v].push_back(node);
  }
  for (auto& [v, group] : groups) namesakes_.push_back(std::move(group));
}

// What is measured free is a second guard: it lowers the capacity where something else than the VMs uses the
// memory.
void Table::book(const OperationId& own) {
  std::vector<std::int64_t> used(nodes_.size());
  for (const auto& row : vms_) {
    used[row.node] += row.memory;
    if (row.bound_for != nowhere) used[row.bound_for] += row.memory;
  }
  for (NodeIndex n = 0; n < node_count(); ++n) {
    const auto& node = *nodes_[n].node;
    nodes_[n].capacity = signed_count(node.memory_capacity);
    if (node.memory_free)
      nodes_[n].capacity = std::min(nodes_[n].capacity, used[n] + signed_count(*node.memory_free));
    const bool is_claimed =
        node.mark && node.mark->kind == model::MarkKind::claim && node.mark->operation != own;
    if (is_claimed) nodes_[n].capacity -= signed_count(node.mark->booked);
    if (node.vcpu_limit) nodes_[n].vcpu_capacity = *node.vcpu_limit;
  }
}

NodeIndex Table::find(const NodeName& name) const {
  const auto found = node_by_name_.find(name.str());
  return found == node_by_name_.end() ? nowhere : found->second;
}

VmIndex Table::find(const VmUuid& uuid) const {
  const auto found = vm_by_uuid_.find(key(uuid));
  return found == vm_by_uuid_.end() ? nowhere : found->second;
}

bool Table::is_eligible(VmIndex vm, NodeIndex from, NodeIndex to) const {
  if (!kinds_.is_free_of_obstacles(vm, from, to)) return false;
  const auto found = collisions_.find(vm);
  return found == collisions_.end() || std::ranges::find(found->second, to) == found->second.end();
}

}  // namespace haxen::planner

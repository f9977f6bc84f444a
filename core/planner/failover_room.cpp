// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the VMs of a lost node are packed into what the others have free.
#include "planner/failover_room.hpp"

#include <algorithm>
#include <numeric>

#include "planner/make_way.hpp"

namespace haxen::planner {
namespace {

constexpr unsigned longest_chain = 2;
constexpr std::uint64_t chain_effort = 50'000;

/// Whether it can only run where it is. What is not understood cannot be proven to run elsewhere.
bool ties_to_host(const model::Hindrance& hindrance) {
  switch (hindrance.kind) {
    case model::HindranceKind::host_device:
    case model::HindranceKind::virtiofs:
    case model::HindranceKind::shared_memory:
    case model::HindranceKind::tpm_state:
    case model::HindranceKind::nvram_state:
    case model::HindranceKind::pinned:
    case model::HindranceKind::storage_unread: return true;
    case model::HindranceKind::snapshot:
    case model::HindranceKind::checkpoint:
    case model::HindranceKind::block_job:
    case model::HindranceKind::transient_disk:
    case model::HindranceKind::managed_save:
    case model::HindranceKind::too_busy:
    case model::HindranceKind::cpu_invtsc: return false;
  }
  return true;
}

}  // namespace

Failover::Failover(const Table& table)
    : table_(&table), rules_(table, Horizon::end), now_(table, rules_), by_room_(table.node_count()) {
  for (const auto& row : table.vms())
    is_tied_.push_back(std::ranges::any_of(row.vm->hindrances, ties_to_host));
  std::iota(by_room_.begin(), by_room_.end(), NodeIndex{0});
  follow(now_);
}

void Failover::follow(const Placement& now) {
  for (VmIndex v = 0; v < table_->vm_count(); ++v) {
    if (now_.bound_for(v) != nowhere && now.bound_for(v) == nowhere) now_.arrive(v);
    now_.move(v, now.node_of(v));
  }
  std::ranges::sort(by_room_, {}, [this](NodeIndex n) { return by_room(n); });
}

void Failover::move(VmIndex vm, NodeIndex to) {
  const auto from = now_.node_of(vm);
  now_.move(vm, to);
  std::erase_if(by_room_, [&](NodeIndex n) { return n == from || n == to; });
  for (const auto node : {from, to}) {
    const auto place =
        std::ranges::lower_bound(by_room_, by_room(node), {}, [this](NodeIndex n) { return by_room(n); });
    by_room_.insert(place, node);
  }
}

Restart Failover::restart(NodeIndex lost) {
  Restart result;
  std::vector<VmIndex> mobile;
  for (const auto v : now_.residents(lost)) (is_tied_[v] ? result.stranded : mobile).push_back(v);
  const auto by_size = [this](VmIndex v) { return std::pair(-memory(v), v); };
  std::ranges::sort(mobile, {}, by_size);
  for (const auto v : mobile) now_.loosen(v);
  auto homeless = place_where_there_is_most(mobile, lost);
  result.places = take_places(mobile, lost);
  if (homeless.size() > hopeless(mobile, lost)) {
    auto fewer = place_tightly(mobile, lost);
    auto places = take_places(mobile, lost);
    if (fewer.size() < homeless.size()) {
      homeless = std::move(fewer);
      result.places = std::move(places);
    }
  }
  for (const auto v : mobile) now_.fasten(v);
  for (const auto v : homeless) result.missing += memory(v);
  result.stranded.insert(result.stranded.end(), homeless.begin(), homeless.end());
  std::ranges::sort(result.stranded, {}, by_size);
  return result;
}

std::int64_t Failover::shortfall() {
  std::int64_t sum = 0;
  for (NodeIndex n = 0; n < table_->node_count(); ++n)
    for (const auto v : restart(n).stranded) sum += memory(v);
  return sum;
}

/// In a fleet with room the first node looked at nearly always does.
std::vector<VmIndex> Failover::place_where_there_is_most(std::span<const VmIndex> vms, NodeIndex lost) {
  std::vector<VmIndex> homeless;
  for (const auto v : vms) {
    const auto place =
        std::ranges::find_if(by_room_, [&](NodeIndex n) { return n != lost && now_.admits(v, n); });
    if (place == by_room_.end())
      homeless.push_back(v);
    else
      now_.move(v, *place);
  }
  return homeless;
}

/// Only the lost node's own VMs make way for each other.
std::vector<VmIndex> Failover::place_tightly(std::span<const VmIndex> vms, NodeIndex lost) {
  Bounds bounds;
  bounds.may_touch = [&](VmIndex v) { return std::ranges::find(vms, v) != vms.end(); };
  bounds.may_enter = [&](NodeIndex n) { return n != lost; };
  Effort effort(chain_effort);
  std::vector<VmIndex> homeless;
  for (const auto v : vms)
    if (make_way(now_, bounds, v, longest_chain, effort).empty()) homeless.push_back(v);
  return homeless;
}

/// How many of them, the largest first, are larger than what any other node has free, so that no search
/// places them.
std::size_t Failover::hopeless(std::span<const VmIndex> vms, NodeIndex lost) const {
  const auto roomiest = std::ranges::find_if(by_room_, [&](NodeIndex n) { return n != lost; });
  const auto room = roomiest == by_room_.end() ? -1 : now_.free(*roomiest);
  const auto fits = std::ranges::find_if(vms, [&](VmIndex v) { return memory(v) <= room; });
  return static_cast<std::size_t>(fits - vms.begin());
}

/// Where they are; and takes them back to where they come from.
std::vector<Restart::Place> Failover::take_places(std::span<const VmIndex> vms, NodeIndex lost) {
  std::vector<Restart::Place> places;
  for (const auto v : vms) {
    if (now_.node_of(v) == lost) continue;
    places.push_back({v, now_.node_of(v)});
    now_.move(v, lost);
  }
  return places;
}

std::vector<FailoverRoom> failover_room(const model::Fleet& fleet) {
  const Table table(fleet);
  Failover failover(table);
  std::vector<FailoverRoom> all;
  for (NodeIndex n = 0; n < table.node_count(); ++n) {
    FailoverRoom room{table.nodes()[n].node->name, {}};
    for (const auto v : failover.restart(n).stranded) room.stranded.push_back(table.vms()[v].vm->uuid);
    all.push_back(std::move(room));
  }
  return all;
}

}  // namespace haxen::planner

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows best-first search over placements.
#include "planner/thorough.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <queue>
#include <unordered_set>

namespace haxen::planner {
namespace {

/// A placement, as the last hop that leads to it.
struct Station {
  std::uint32_t before;
  std::uint32_t depth;
  Hop hop;
};

/// What tells placements apart: a sum over VMs of numbers that look like chance (the finalizer of
/// SplitMix64).
std::uint64_t trait(VmIndex vm, NodeIndex node) {
  auto x = (std::uint64_t{vm} << 32 | node) + 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

class Thorough {
 public:
  Thorough(Placement& now, const Bounds& bounds, const std::vector<VmIndex>& leavers, Effort& effort)
      : now_(now), bounds_(bounds), leavers_(leavers), effort_(effort) {
    for (VmIndex v = 0; v < now.table().vm_count(); ++v)
      if (bounds.may_touch(v)) movable_.push_back(v);
    for (NodeIndex n = 0; n < now.table().node_count(); ++n)
      if (bounds.may_enter(n)) enterable_.push_back(n);
  }

  Hops run() {
    stations_.push_back({0, 0, {}});
    known_.insert(0);
    open_.push({left_to_do(), 0});
    while (!open_.empty() && !effort_.is_spent()) {
      const auto station = open_.top().station;
      open_.pop();
      go_to(station);
      if (is_done()) return path(station);
      look_around(station);
    }
    go_to(0);
    return {};
  }

 private:
  /// Ties go to what was found first.
  struct Open {
    double left;
    std::uint32_t station;
    friend bool operator<(const Open& a, const Open& b) {
      return a.left != b.left ? a.left > b.left : a.station > b.station;
    }
  };

  double memory(VmIndex vm) const { return static_cast<double>(now_.table().vms()[vm].memory); }
  bool is_waiting(VmIndex vm) const { return !bounds_.may_enter(now_.node_of(vm)); }
  bool is_done() const {
    return std::ranges::none_of(leavers_, [this](VmIndex v) { return is_waiting(v); });
  }

  /// The memory that still waits, and what the roomiest node lacks for the largest that does; less the more
  /// of what is free is in one piece.
  double left_to_do() const {
    double sum = 0;
    double largest = 0;
    for (const auto v : leavers_) {
      if (!is_waiting(v)) continue;
      sum += memory(v);
      largest = std::max(largest, memory(v));
    }
    double room = 0;
    double squares = 0;
    for (const auto n : enterable_) {
      const auto free = static_cast<double>(now_.free(n));
      room = std::max(room, free);
      squares += free * free;
    }
    return sum + std::max(0.0, largest - room) - std::sqrt(squares);
  }

  void look_around(std::uint32_t station) {
    for (const auto v : movable_) {
      const auto from = now_.node_of(v);
      for (const auto to : enterable_) {
        if (!effort_.spend()) return;
        if (to == from || !now_.has_room(v, to)) continue;
        const auto key = key_ + trait(v, to) - trait(v, from);
        if (known_.contains(key) || !now_.is_welcome(v, to)) continue;
        known_.insert(key);
        now_.move(v, to);
        open_.push({left_to_do(), static_cast<std::uint32_t>(stations_.size())});
        now_.move(v, from);
        stations_.push_back({station, stations_[station].depth + 1, {v, from, to}});
      }
    }
  }

  void take(const Hop& hop, NodeIndex from, NodeIndex to) {
    key_ += trait(hop.vm, to) - trait(hop.vm, from);
    now_.move(hop.vm, to);
  }

  /// Back to where the ways part, and from there on.
  void go_to(std::uint32_t station) {
    std::vector<std::uint32_t> ahead;
    auto there = station;
    while (there != here_) {
      if (stations_[there].depth >= stations_[here_].depth) {
        ahead.push_back(there);
        there = stations_[there].before;
      } else {
        const auto& hop = stations_[here_].hop;
        take(hop, hop.to, hop.from);
        here_ = stations_[here_].before;
      }
    }
    for (auto next = ahead.rbegin(); next != ahead.rend(); ++next)
      take(stations_[*next].hop, stations_[*next].hop.from, stations_[*next].hop.to);
    here_ = station;
  }

  Hops path(std::uint32_t station) const {
    Hops hops;
    for (; station != 0; station = stations_[station].before) hops.push_back(stations_[station].hop);
    std::ranges::reverse(hops);
    return hops;
  }

  Placement& now_;
  const Bounds& bounds_;
  const std::vector<VmIndex>& leavers_;
  Effort& effort_;
  std::vector<VmIndex> movable_;
  std::vector<NodeIndex> enterable_;
  std::vector<Station> stations_;
  std::unordered_set<std::uint64_t> known_;
  std::priority_queue<Open> open_;
  std::uint32_t here_ = 0;
  std::uint64_t key_ = 0;
};

}  // namespace

Hops find_thoroughly(Placement& now, const Bounds& bounds, const std::vector<VmIndex>& leavers,
                     Effort& effort) {
  return Thorough(now, bounds, leavers, effort).run();
}

}  // namespace haxen::planner

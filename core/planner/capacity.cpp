// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how room is counted: by trying.
#include "planner/capacity.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "planner/evacuate.hpp"
#include "planner/failover_room.hpp"

namespace haxen::planner {
namespace {

std::size_t stranded(const model::Fleet& fleet) {
  std::size_t count = 0;
  for (const auto& room : failover_room(fleet)) count += room.stranded.size();
  return count;
}

enum class Manner { spread, packed };

/// VMs of one size put on nodes one after the other.
class Filling {
 public:
  Filling(const model::Fleet& fleet, const model::Vm& like, Manner manner, std::size_t most)
      : fleet_(fleet), like_(like), manner_(manner) {
    const Table table(fleet);
    const Rules rules(table);
    const Placement now(table, rules);
    for (NodeIndex n = 0; n < table.node_count(); ++n) {
      const auto& node = *table.nodes()[n].node;
      if (!model::is_cordoned(node) && node.may_migrate)
        places_.push_back({node.name, now.free(n), now.free_vcpus(n)});
    }
    while (sequence_.size() < most) {
      auto* place = next();
      if (place == nullptr) break;
      place->memory -= needed();
      place->vcpus -= like.vcpus;
      sequence_.push_back(place->node);
    }
  }

  std::size_t fit() const { return sequence_.size(); }

  /// The largest number of them with which the loss of a node strands at most `allowed` VMs.
  std::size_t safe(std::size_t allowed) const {
    std::size_t good = 0;
    std::size_t bad = fit() + 1;
    while (bad - good > 1) {
      const auto middle = good + (bad - good) / 2;
      (stranded(with(middle)) <= allowed ? good : bad) = middle;
    }
    return good;
  }

 private:
  struct Place {
    NodeName node;
    std::int64_t memory;
    double vcpus;
  };

  std::int64_t needed() const { return static_cast<std::int64_t>(model::footprint(like_).count); }

  /// Null where none has room.
  Place* next() {
    Place* best = nullptr;
    for (auto& place : places_) {
      if (place.memory < needed() || place.vcpus < like_.vcpus) continue;
      const bool better = best == nullptr || (manner_ == Manner::spread ? place.memory > best->memory
                                                                        : place.memory < best->memory);
      if (better) best = &place;
    }
    return best;
  }

  model::Fleet with(std::size_t count) const {
    auto fleet = fleet_;
    for (std::size_t i = 0; i < count; ++i) {
      model::Vm vm;
      vm.uuid = VmUuid(fmt::format("new-{}", i));
      vm.name = VmName(vm.uuid.str());
      vm.node = sequence_[i];
      vm.state = model::VmState::running;
      vm.memory = like_.memory;
      vm.overhead = like_.overhead;
      vm.vcpus = like_.vcpus;
      fleet.vms.push_back(std::move(vm));
    }
    return fleet;
  }

  const model::Fleet& fleet_;
  const model::Vm& like_;
  Manner manner_;
  std::vector<Place> places_;
  std::vector<NodeName> sequence_;  ///< of the first, the second, …
};

}  // namespace

std::vector<model::NodeCapacity> node_capacities(const model::Fleet& fleet, const std::set<NodeName>& nodes,
                                                 const Limits& limits) {
  std::vector<model::NodeCapacity> all;
  for (auto& room : failover_room(fleet)) {
    if (!nodes.empty() && !nodes.contains(room.node)) continue;
    EvacuationRequest request;
    request.sources = {room.node};
    request.limits = limits;
    all.push_back({room.node, std::move(room.stranded), evacuate(fleet, request)});
  }
  return all;
}

model::Growth growth(const model::Fleet& fleet, const model::Vm& like, std::size_t most) {
  model::Growth growth{like.memory, like.overhead, like.vcpus, 0, 0, most};
  const auto allowed = stranded(fleet);
  for (const auto manner : {Manner::spread, Manner::packed}) {
    const Filling filling(fleet, like, manner, most);
    growth.fit = std::max(growth.fit, filling.fit());
    growth.safe = std::max(growth.safe, filling.safe(allowed));
  }
  return growth;
}

}  // namespace haxen::planner

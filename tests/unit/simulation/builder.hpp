// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a test puts together a small fleet, lets somebody work on it, and looks at what became of it.
#pragma once

#include <fmt/format.h>
#include <string>
#include <utility>

#include "simulation/world.hpp"

namespace haxen::simulation {

inline VmUuid uuid(int number) { return VmUuid(fmt::format("00000000-0000-4000-a000-{:012}", number)); }
inline NodeName node(const std::string& name) { return NodeName(name); }

/// Nodes n1, n2, … and VMs vm1, vm2, … of a GiB each, persistent and running on n1.
struct FleetBuilder {
  model::Fleet fleet;

  explicit FleetBuilder(int nodes, int vms = 1) {
    for (int i = 1; i <= nodes; ++i) {
      model::Node made;
      made.name = NodeName(fmt::format("n{}", i));
      made.hypervisor = model::Hypervisor::qemu;
      made.memory_total = gib(64);
      made.link = Bandwidth{1e8};
      fleet.nodes.push_back(made);
    }
    for (int i = 1; i <= vms; ++i) {
      model::Vm made;
      made.uuid = uuid(i);
      made.name = VmName(fmt::format("vm{}", i));
      made.node = NodeName("n1");
      made.state = model::VmState::running;
      made.memory = gib(1);
      fleet.vms.push_back(made);
    }
  }

  template <class Change>
  FleetBuilder& vm(int number, Change change) {
    change(fleet.vms.at(static_cast<std::size_t>(number - 1)));
    return *this;
  }
  template <class Change>
  FleetBuilder& each_node(Change change) {
    for (auto& each : fleet.nodes) change(each);
    return *this;
  }
};

/// All lengths as told, and guests that write nothing.
inline Setup exact_setup() {
  Setup setup;
  setup.timings.jitter = 0;
  setup.other_guests = {};
  return setup;
}

inline virt::MigrationRequest move_request(int vm, const std::string& to,
                                           virt::Route route = virt::Route::peer_to_peer) {
  virt::MigrationRequest request;
  request.vm = uuid(vm);
  request.to = NodeName(to);
  request.route = route;
  return request;
}

/// Moves by a client that does nothing else; the result is written to `result` when the call returns.
inline Task<void> migrate(virt::Hosts& hosts, std::string from, virt::MigrationRequest request,
                          Result<void>& result) {
  const auto host = co_await hosts.open(NodeName(from));
  if (!host) {
    result = tl::unexpected(host.error());
    co_return;
  }
  result = co_await (*host)->migrate(request);
}

/// "n1: running", "n1: paused, n2: running", "n1: running, n2: defined", "nowhere".
inline std::string whereabouts(const VmVerdict& verdict) {
  std::string text;
  const auto add = [&text](const std::vector<NodeName>& nodes, const char* state) {
    for (const auto& each : nodes) text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", each, state);
  };
  add(verdict.running, "running");
  add(verdict.paused, "paused");
  add(verdict.incoming, "incoming");
  add(verdict.defined, "defined");
  return text.empty() ? "nowhere" : text;
}

inline const VmVerdict& verdict_on(const Verdict& verdict, int vm) {
  for (const auto& each : verdict.vms) {
    if (each.vm == uuid(vm)) return each;
  }
  throw std::out_of_range("no such VM");
}

}  // namespace haxen::simulation

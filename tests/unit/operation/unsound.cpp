// SPDX-License-Identifier: GPL-2.0-or-later
// Which VMs every command tells of, whatever it has to do with them.
#include "operation/unsound.hpp"

#include <doctest/doctest.h>

using namespace haxen;

namespace {

model::Vm copy_at(const std::string& node, model::VmState state) {
  model::Vm vm;
  vm.uuid = VmUuid("uuid-a");
  vm.name = VmName("a");
  vm.node = NodeName(node);
  vm.state = state;
  return vm;
}

std::string told(std::vector<model::Vm> vms) {
  model::Fleet fleet;
  fleet.vms = std::move(vms);
  const auto found = operation::unsound(fleet);
  return found.empty() ? "" : found.front().what;
}

const auto running = model::VmState::running;
const auto paused = model::VmState::paused;

}  // namespace

TEST_CASE("a VM that is active on two nodes is told of") {
  CHECK(told({copy_at("n1", running), copy_at("n2", running)}) ==
        "it is active on several nodes at once: n1, n2");
  CHECK(told({copy_at("n1", paused), copy_at("n2", running)}) ==
        "it is active on several nodes at once: n1, n2");
}

TEST_CASE("the two ends of a migration are no cause for alarm") {
  auto leaving = copy_at("n1", running);
  leaving.job = model::Job{model::JobKind::migration_out};
  CHECK(told({leaving, copy_at("n2", paused)}).empty());
}

TEST_CASE("a VM that a move left paused is told of, and one that somebody paused is not") {
  auto left = copy_at("n1", paused);
  CHECK(told({left}).empty());
  left.pending = model::PendingMove{OperationId("op"), NodeName("n1"), NodeName("n2"), {}, false};
  CHECK(told({left}) == "an interrupted move has left it paused on n1");
}

TEST_CASE("what runs at one node, and is defined at another, is told of by nobody") {
  CHECK(told({copy_at("n1", running), copy_at("n2", model::VmState::shut_off)}).empty());
}

// SPDX-License-Identifier: GPL-2.0-or-later
// Which move comes first: bottleneck first, chains before single ones, priority before all.
#include "executor/start_order.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace haxen;
using executor::StartOrder;

namespace {

struct Ground {
  model::Fleet fleet;
  std::vector<model::Move> moves;

  Ground& node(const std::string& name, std::optional<double> rate) {
    model::Node node;
    node.name = NodeName(name);
    if (rate) node.link = Bandwidth{*rate};
    fleet.nodes.push_back(node);
    return *this;
  }
  Ground& move(const std::string& from, const std::string& to, std::uint64_t bytes, int priority = 0) {
    model::Vm vm;
    vm.uuid = VmUuid(fmt::format("vm{}", moves.size()));
    vm.node = NodeName(from);
    vm.policy.priority = priority;
    fleet.vms.push_back(vm);
    model::Move move;
    move.vm = vm.uuid;
    move.from = vm.node;
    move.to = NodeName(to);
    move.memory = {bytes};
    moves.push_back(move);
    return *this;
  }

  /// All moves, each taken as ended when it has come first.
  std::vector<std::size_t> order() const {
    StartOrder order(fleet, moves);
    std::vector<std::size_t> ready, found;
    for (std::size_t move = 0; move < moves.size(); ++move) ready.push_back(move);
    while (!ready.empty()) {
      found.push_back(order.first(ready));
      std::erase(ready, found.back());
      order.set_left(found.back(), Bytes{});
    }
    return found;
  }
};

Ground four_nodes() { return Ground().node("a", 100).node("b", 100).node("c", 100).node("d", 100); }

using Order = std::vector<std::size_t>;

}  // namespace

TEST_CASE("moves on the busiest link come first, and of those the one to the busier target") {
  // a has 3000 to send, d 2800 to take, of which 800 come from a.
  CHECK(four_nodes()
            .move("b", "d", 2000)
            .move("a", "b", 1000)
            .move("a", "c", 1200)
            .move("a", "d", 800)
            .order() == Order{3, 2, 0, 1});
}

TEST_CASE("of moves that load the same links the longer comes first") {
  CHECK(four_nodes().move("a", "b", 100).move("a", "b", 300).move("a", "b", 200).order() == Order{1, 2, 0});
}

TEST_CASE("a slow link is busy for longer with the same") {
  CHECK(
      Ground().node("a", 1000).node("b", 10).node("c", 100).move("a", "c", 500).move("a", "b", 60).order() ==
      Order{1, 0});
}

TEST_CASE("what others wait for comes before what nobody does") {
  auto ground = four_nodes().move("a", "d", 50).move("a", "b", 40).move("b", "c", 1000);
  ground.moves[2].after = {1};
  CHECK(ground.order() == Order{1, 2, 0});
}

TEST_CASE("a VM of higher priority goes first, however small") {
  CHECK(four_nodes().move("a", "b", 1000).move("a", "c", 1, 5).order() == Order{1, 0});
}

TEST_CASE("what is sent already is not counted") {
  const auto ground =
      four_nodes().move("a", "b", 1000).move("c", "d", 900).move("a", "b", 300).move("c", "d", 300);
  StartOrder order(ground.fleet, ground.moves);
  CHECK(order.first({2, 3}) == 2);
  order.set_left(0, Bytes{100});
  CHECK(order.first({2, 3}) == 3);
}

TEST_CASE("between nodes of unknown links the plan's order stays") {
  CHECK(Ground().node("a", {}).node("b", {}).move("a", "b", 1).move("a", "b", 3).move("a", "b", 2).order() ==
        Order{0, 1, 2});
}

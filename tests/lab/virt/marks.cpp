// SPDX-License-Identifier: GPL-2.0-or-later
// Marks on real nodes: one at a time, changed only by who knows it.
#include <doctest/doctest.h>

#include "virt/fleet.hpp"

using namespace haxen;

namespace {

model::Mark cordon(const std::string& operation) {
  model::Mark mark;
  mark.operation = OperationId(operation);
  mark.holder = {"operator", "b00t", 4711, "root"};
  mark.reason = "new DIMMs <&>";
  mark.since = model::WallTime(std::chrono::seconds(1'700'000'000));
  return mark;
}

/// A node without a mark, and with none afterwards.
struct Unmarked {
  Unmarked() : node(lab::nodes().front().name), first(lab.open(node)), second(lab.open(node)) { clear(); }
  ~Unmarked() { clear(); }
  void clear() {
    while (const auto mark = lab.ask(first->read_mark())) lab.ask(first->remove_mark(mark->id));
  }
  lab::Lab lab;
  NodeName node;
  std::unique_ptr<virt::Host> first;
  std::unique_ptr<virt::Host> second;
};

}  // namespace

TEST_CASE("of two who mark a node one wins, and the other is told by whom it is held") {
  Unmarked it;
  auto mark = cordon("op-1");
  mark.id = it.lab.ask(it.first->place_mark(mark)).id;
  const auto refused = it.lab.loop.run(it.second->place_mark(cordon("op-2")));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == FaultKind::exists);
  CHECK(refused.error().message.ends_with("it is marked already by root@operator"));
  CHECK(it.lab.ask(it.second->read_mark()) == mark);
  CHECK(it.lab.ask(it.second->observe()).node.mark == mark);
}

TEST_CASE("that a node goes down is said beside another's mark, and read with it or alone") {
  Unmarked it;
  auto claim = it.lab.ask(it.first->place_mark(cordon("op-1")));
  auto leaving = cordon("op-2");
  leaving.leaving = true;
  leaving = it.lab.ask(it.second->place_mark(leaving));
  CHECK(it.lab.loop.run(it.first->place_mark(leaving)).error().kind == FaultKind::exists);
  claim.leaving = true;
  CHECK(it.lab.ask(it.first->read_mark()) == claim);
  CHECK(it.lab.ask(it.first->observe()).node.mark == claim);
  claim.reason = "rewritten";
  it.lab.ask(it.first->rewrite_mark(claim));
  CHECK(it.lab.ask(it.second->read_mark()) == claim);
  it.lab.ask(it.first->remove_mark(claim.id));
  CHECK(it.lab.ask(it.first->read_mark()) == leaving);
  it.lab.ask(it.second->remove_mark(leaving.id));
  CHECK(it.lab.ask(it.first->read_mark()) == std::nullopt);
}

TEST_CASE("a mark is rewritten and removed by its id, and by no other") {
  Unmarked it;
  auto mark = it.lab.ask(it.first->place_mark(cordon("op-1")));
  mark.booked = gib(2);
  it.lab.ask(it.second->rewrite_mark(mark));
  CHECK(it.lab.ask(it.first->read_mark()) == mark);
  auto stranger = mark;
  stranger.id = "77000000-0000-4000-8000-000000000fff";
  CHECK(it.lab.loop.run(it.first->rewrite_mark(stranger)).error().kind == FaultKind::missing);
  CHECK(it.lab.loop.run(it.first->remove_mark(stranger.id)).error().kind == FaultKind::missing);
  it.lab.ask(it.second->remove_mark(mark.id));
  CHECK(it.lab.ask(it.first->read_mark()) == std::nullopt);
  CHECK(it.lab.loop.run(it.first->rewrite_mark(mark)).error().kind == FaultKind::missing);
}

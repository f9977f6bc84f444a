// SPDX-License-Identifier: GPL-2.0-or-later
// Knows when a move may load a link that others use already.
#include "executor/start_policy.hpp"

#include <doctest/doctest.h>

namespace haxen::executor {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

Time at(Duration since_the_start) { return Time{} + since_the_start; }

model::Move move(const std::string& vm, const std::string& from, const std::string& to) {
  model::Move made;
  made.vm = VmUuid(vm);
  made.from = NodeName(from);
  made.to = NodeName(to);
  return made;
}

model::Sampled sample(const std::string& vm, Bytes remaining, std::optional<Bandwidth> rate) {
  model::Sampled made;
  made.vm.uuid = VmUuid(vm);
  made.processed = mib(1);
  made.remaining = remaining;
  made.rate = rate;
  return made;
}

model::Fleet fleet_with_links(std::optional<Bandwidth> rate) {
  model::Fleet fleet;
  for (const auto* name : {"n1", "n2", "n3"}) {
    fleet.nodes.emplace_back().name = NodeName(name);
    fleet.nodes.back().link = rate;
  }
  return fleet;
}

const auto first = move("vm1", "n1", "n2");
const Bandwidth hundred{1e8};

}  // namespace

TEST_CASE("a move waits while another sets up at its source or its target") {
  StartPolicy policy(fleet_with_links(std::nullopt));
  policy.began(first, at(seconds(0)));
  CHECK_FALSE(policy.has_room(move("vm2", "n1", "n3"), at(seconds(1))));
  CHECK_FALSE(policy.has_room(move("vm2", "n3", "n2"), at(seconds(1))));
}

TEST_CASE("the other direction of a link, and other nodes, are free") {
  StartPolicy policy(fleet_with_links(std::nullopt));
  policy.began(first, at(seconds(0)));
  CHECK(policy.has_room(move("vm2", "n2", "n1"), at(seconds(1))));
  CHECK(policy.has_room(move("vm2", "n2", "n3"), at(seconds(1))));
}

TEST_CASE("a move starts when its neighbour has no more left to copy than a set-up takes") {
  StartPolicy policy(fleet_with_links(std::nullopt));
  policy.began(first, at(seconds(0)));
  policy.heard(sample("vm1", Bytes{400'000'000}, hundred), at(seconds(1)));  // so a set-up takes one second
  CHECK_FALSE(policy.has_room(move("vm2", "n1", "n3"), at(seconds(1))));
  policy.heard(sample("vm1", Bytes{101'000'000}, hundred), at(seconds(4)));
  CHECK_FALSE(policy.has_room(move("vm2", "n1", "n3"), at(seconds(4))));
  policy.heard(sample("vm1", Bytes{99'000'000}, hundred), at(seconds(4)));
  CHECK(policy.has_room(move("vm2", "n1", "n3"), at(seconds(4))));
}

TEST_CASE("an adopted migration does not tell how long a set-up takes") {
  StartPolicy policy(fleet_with_links(std::nullopt));
  auto adopted = first;
  adopted.kind = model::MoveKind::adopt;
  policy.began(adopted, at(seconds(0)));
  policy.heard(sample("vm1", Bytes{100'000'000}, hundred), at(milliseconds(10)));
  CHECK(policy.has_room(move("vm2", "n1", "n3"), at(milliseconds(10))));
}

TEST_CASE("a round that begins anew takes the link again") {
  StartPolicy policy(fleet_with_links(std::nullopt));
  policy.began(first, at(seconds(0)));
  policy.heard(sample("vm1", Bytes{0}, hundred), at(seconds(1)));
  CHECK(policy.has_room(move("vm2", "n1", "n3"), at(seconds(1))));
  policy.heard(sample("vm1", Bytes{900'000'000}, hundred), at(seconds(2)));
  CHECK_FALSE(policy.has_room(move("vm2", "n1", "n3"), at(seconds(2))));
}

TEST_CASE("an adopted neighbour that does not tell how fast it copies keeps the link to itself") {
  StartPolicy policy(fleet_with_links(hundred));
  auto adopted = first;
  adopted.kind = model::MoveKind::adopt;
  policy.began(adopted, at(seconds(0)));
  policy.heard(sample("vm1", Bytes{1}, std::nullopt), at(seconds(1)));
  CHECK_FALSE(policy.has_room(move("vm2", "n1", "n3"), at(seconds(1))));
}

TEST_CASE("a neighbour that tells no rate is as fast as its first sample shows") {
  // It copied its first MiB within the 100 ms before that sample; its set-up took one second.
  for (const auto& [left, room] : {std::pair(mib(9), true), std::pair(mib(11), false)}) {
    StartPolicy policy(fleet_with_links(std::nullopt));
    policy.began(first, at(seconds(0)));
    auto setting_up = sample("vm1", Bytes{}, std::nullopt);
    setting_up.processed = Bytes{};
    policy.heard(setting_up, at(milliseconds(900)));
    policy.heard(sample("vm1", left, std::nullopt), at(seconds(1)));
    CHECK(policy.has_room(move("vm2", "n1", "n3"), at(seconds(1))) == room);
  }
}

TEST_CASE("after a first move, the next but one starts while its neighbour still sets up") {
  StartPolicy policy(fleet_with_links(std::nullopt));
  auto whole = first;
  whole.memory = Bytes{100'000'000};
  policy.began(whole, at(seconds(0)));
  policy.heard(sample("vm1", Bytes{}, std::nullopt), at(seconds(1)));  // its set-up took this second
  policy.arrived(first.vm,
                 at(seconds(2)));  // so 50 MB of a footprint take one, as the copy is older than its sample
  policy.ended(first.vm);
  auto second = move("vm2", "n1", "n3");
  second.memory = Bytes{25'000'000};
  policy.began(second, at(seconds(10)));
  const auto third = move("vm3", "n1", "n2");
  CHECK_FALSE(policy.has_room(third, at(milliseconds(10'400))));
  CHECK(policy.has_room(third, at(milliseconds(10'600))));
}

TEST_CASE("a move that failed does not tell how fast its source copies") {
  StartPolicy policy(fleet_with_links(std::nullopt));
  policy.began(first, at(seconds(0)));
  policy.heard(sample("vm1", Bytes{1}, hundred), at(seconds(1)));
  policy.ended(first.vm);
  policy.began(move("vm2", "n1", "n3"), at(seconds(10)));
  CHECK_FALSE(policy.has_room(move("vm3", "n1", "n2"), at(milliseconds(10'999))));
}

TEST_CASE("a link of which less than half is used has room, if its rate is known") {
  for (const auto& [link, room] : {std::pair(3e8, true), std::pair(1.5e8, false)}) {
    StartPolicy policy(fleet_with_links(Bandwidth{link}));
    policy.began(first, at(seconds(0)));
    policy.heard(sample("vm1", gib(4), hundred), at(seconds(1)));
    CHECK(policy.has_room(move("vm2", "n1", "n3"), at(seconds(1))) == room);
  }
}

TEST_CASE("who ended is no neighbour") {
  StartPolicy policy(fleet_with_links(std::nullopt));
  policy.began(first, at(seconds(0)));
  policy.ended(first.vm);
  CHECK(policy.has_room(move("vm2", "n1", "n2"), at(seconds(0))));
}

TEST_CASE("a move that never comes to copying is not waited for forever") {
  StartPolicy policy(fleet_with_links(std::nullopt));
  policy.began(first, at(seconds(0)));
  CHECK_FALSE(policy.has_room(move("vm2", "n1", "n3"), at(StartPolicy::patience() - milliseconds(1))));
  CHECK(policy.has_room(move("vm2", "n1", "n3"), at(StartPolicy::patience())));
}

}  // namespace haxen::executor

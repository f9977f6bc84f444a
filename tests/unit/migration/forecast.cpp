// SPDX-License-Identifier: GPL-2.0-or-later
// What is foretold of a migration.
#include "migration/forecast.hpp"

#include <doctest/doctest.h>

#include "migration/pace.hpp"

using namespace haxen;
using namespace haxen::migration;
using namespace std::chrono_literals;

namespace {

// 100 MiB/s, two seconds beside sending.
const Pace pace{Bandwidth{static_cast<double>(mib(100).count)}, Seconds(2)};

Load load(Bytes memory, std::optional<Bytes> dirty_per_second) {
  Load load;
  load.memory = memory;
  if (dirty_per_second) load.dirty_rate = Bandwidth{static_cast<double>(dirty_per_second->count)};
  return load;
}

model::Sampled sample(const model::NamedVm& vm, double elapsed, Bytes processed) {
  model::Sampled sample;
  sample.vm = vm;
  sample.elapsed = Seconds(elapsed);
  sample.processed = processed;
  return sample;
}

}  // namespace

TEST_CASE("an idle VM goes over in one round, and its outage is the hand-over") {
  const auto forecast = foresee(load(mib(1000), Bytes{0}), pace, {});
  CHECK(forecast.time.count() == doctest::Approx(12));
  CHECK(forecast.rounds == 1);
  CHECK(forecast.outage->count() == doctest::Approx(0.1));
  CHECK(!forecast.too_long);
}

TEST_CASE("each round sends what was written during the one before, until that fits into the first limit") {
  // 1000, 50 and 2.5 MiB; an eighth of a MiB is left, less than what the limit begins with: 10 ms.
  const auto forecast = foresee(load(mib(1000), mib(5)), pace, {});
  CHECK(forecast.rounds == 3);
  CHECK(forecast.time.count() == doctest::Approx(2 + 10.52625));
  CHECK(forecast.outage->count() == doctest::Approx(0.10125));
}

TEST_CASE("a VM that writes as fast as its link sends never gets there") {
  const auto forecast = foresee(load(mib(1000), mib(95)), pace, {});
  REQUIRE(forecast.too_long);
  CHECK(forecast.too_long->count() == doctest::Approx(10.1));
  CHECK(!forecast.rounds);
}

TEST_CASE("who was found to have written all of its memory may have written it many times") {
  const auto forecast = foresee(load(mib(60), mib(57)), pace, {});
  REQUIRE(forecast.too_long);
  CHECK(forecast.too_long->count() == doctest::Approx(0.7));
}

TEST_CASE("a budget for all of its memory takes such a VM as well") {
  Bounds bounds;
  bounds.budget = 11s;
  const auto forecast = foresee(load(mib(1000), mib(200)), pace, bounds);
  CHECK(!forecast.too_long);
  CHECK(forecast.rounds == 1);
  CHECK(forecast.outage->count() == doctest::Approx(10.1));
}

TEST_CASE("without a dirty rate only the time is foretold, disks and all") {
  auto one = load(mib(1000), std::nullopt);
  one.storage = mib(500);
  CHECK(foresee(one, pace, {}) == Forecast{Seconds(17), {}, {}, {}});
}

TEST_CASE(
    "the pace between two nodes is the median of what there was between them, or near them, or at all") {
  const NodeName a("a"), b("b"), c("c");
  const auto past = [](const NodeName& from, const NodeName& to, double rate) {
    return model::PastPace{from, to, Bandwidth{rate}, Seconds(rate)};
  };
  const Paces paces({past(a, b, 1), past(a, b, 3), past(a, b, 2), past(a, c, 9)});
  CHECK(paces.between({}, a, b) == Pace{Bandwidth{2}, Seconds(2)});
  CHECK(paces.between({}, c, b) == Pace{Bandwidth{2}, Seconds(2)});
  CHECK(paces.between({}, a, c) == Pace{Bandwidth{9}, Seconds(9)});
  CHECK(paces.between({}, c, a)->rate.bytes_per_second == 3);
  CHECK(!Paces().between({}, a, b));
}

TEST_CASE("at best it is the fastest that there was, and no slower than the links that are stated") {
  const NodeName a("a"), b("b");
  const Paces paces(
      {{a, b, Bandwidth{3}, Seconds(1)}, {a, b, Bandwidth{5}, Seconds(2)}, {b, a, Bandwidth{9}, {}}});
  CHECK(paces.at_best({}, a, b) == Pace{Bandwidth{5}, Seconds(2)});
  model::Fleet fleet;
  fleet.nodes.resize(2);
  fleet.nodes[0].name = a;
  fleet.nodes[1].name = b;
  for (auto& node : fleet.nodes) node.link = Bandwidth{7};
  CHECK(paces.at_best(fleet, a, b) == Pace{Bandwidth{7}, Seconds(0)});
  CHECK(paces.between(fleet, a, b) == Pace{Bandwidth{5}, Seconds(2)});  // the upper one of two
}

TEST_CASE("how it went between others foretells a move, and refuses none") {
  const NodeName a("a"), b("b");
  const Paces paces({{a, b, Bandwidth{3}, Seconds(1)}});
  CHECK(paces.between({}, b, a) == Pace{Bandwidth{3}, Seconds(1)});
  CHECK(!paces.at_best({}, b, a));
}

TEST_CASE("without a past the slower of the links that are stated counts") {
  model::Fleet fleet;
  model::Node fast, slow;
  fast.name = NodeName("fast");
  fast.link = Bandwidth{1e9};
  slow.name = NodeName("slow");
  slow.link = Bandwidth{1e8};
  fleet.nodes = {fast, slow};
  CHECK(Paces().between(fleet, fast.name, slow.name) == Pace{Bandwidth{1e8}, Seconds(0)});
}

TEST_CASE("how fast a migration went is read off what it told while it sent") {
  const model::NamedVm vm{VmUuid("1"), VmName("web1")};
  model::MoveEnded ended{vm, {}};
  ended.outcome.move.from = NodeName("a");
  ended.outcome.move.to = NodeName("b");
  ended.outcome.result = model::MoveResult::moved;
  ended.outcome.time = Seconds(5);
  PaceMeter meter;
  CHECK(!meter.take(sample(vm, 0.5, Bytes{0})));
  CHECK(!meter.take(sample(vm, 1, mib(10))));
  CHECK(!meter.take(sample(vm, 2, mib(110))));
  CHECK(!meter.take(sample(vm, 3, mib(210))));
  CHECK(!meter.take(sample(vm, 3.1, Bytes{0})));  // as QEMU does at the very end
  const auto pace = meter.take(ended);
  REQUIRE(pace);
  CHECK(pace->from == NodeName("a"));
  CHECK(pace->rate.bytes_per_second == doctest::Approx(static_cast<double>(mib(100).count)));
  CHECK(pace->overhead.count() == doctest::Approx(5 - 2.1));
  CHECK(!meter.take(ended));
}

TEST_CASE("a migration that was hardly seen sending, or came to nothing, tells no pace") {
  const model::NamedVm vm{VmUuid("1"), VmName("web1")};
  model::MoveEnded ended{vm, {}};
  ended.outcome.result = model::MoveResult::moved;
  ended.outcome.time = Seconds(5);
  PaceMeter meter;
  meter.take(sample(vm, 1, mib(10)));
  meter.take(sample(vm, 1.1, mib(20)));
  CHECK(!meter.take(ended));
  ended.outcome.result = model::MoveResult::stayed;
  meter.take(sample(vm, 1, mib(10)));
  meter.take(sample(vm, 3, mib(210)));
  CHECK(!meter.take(ended));
}

// SPDX-License-Identifier: GPL-2.0-or-later
// Downtime limits that climb, and migrations that are given up.
#include "migration/steering.hpp"

#include <doctest/doctest.h>

using namespace haxen;
using namespace haxen::migration;
using namespace std::chrono_literals;

namespace {

model::JobSample round(unsigned iteration, Bytes remaining) {
  model::JobSample sample;
  sample.iteration = iteration;
  sample.total = mib(1024);
  sample.remaining = remaining;
  sample.rate = Bandwidth{100.0 * (1 << 20)};
  return sample;
}

bool keeps_going(const Decision& decision) { return std::holds_alternative<KeepGoing>(decision); }

Bounds with_budget(Milliseconds budget) {
  Bounds bounds;
  bounds.budget = budget;
  return bounds;
}

}  // namespace

TEST_CASE("a migration that converges keeps its low limit") {
  Steering steering(with_budget(250ms));
  CHECK(keeps_going(steering.observe(round(1, mib(1024)))));
  CHECK(keeps_going(steering.observe(round(2, mib(400)))));
  CHECK(keeps_going(steering.observe(round(3, mib(100)))));
  CHECK(keeps_going(steering.observe(round(4, mib(20)))));
  CHECK(steering.limit() == 10ms);
}

TEST_CASE("within an iteration nothing is decided") {
  Steering steering(with_budget(250ms));
  steering.observe(round(2, mib(5)));
  for (int i = 0; i < 100; ++i) CHECK(keeps_going(steering.observe(round(2, mib(50)))));
  CHECK(steering.limit() == 10ms);
}

TEST_CASE("a stalled migration gets the pause that its last round would have needed") {
  Steering steering(with_budget(250ms));
  steering.observe(round(2, mib(5)));
  const auto decision = steering.observe(round(3, mib(5)));
  REQUIRE(std::holds_alternative<RaiseDowntime>(decision));
  CHECK(std::get<RaiseDowntime>(decision).to == 60ms);  // 5 MiB at 100 MiB/s, and a fifth more
  CHECK(steering.limit() == 60ms);
}

TEST_CASE("the limit leaves room for the hand-over within the budget, and is given up there") {
  Steering steering(with_budget(250ms));
  steering.observe(round(2, mib(90)));
  unsigned iteration = 3;
  auto highest = steering.limit();
  Decision decision = KeepGoing{};
  while (!std::holds_alternative<GiveUp>(decision) && iteration < 1000) {
    decision = steering.observe(round(iteration++, mib(90)));
    highest = std::max(highest, steering.limit());
  }
  REQUIRE(std::holds_alternative<GiveUp>(decision));
  CHECK(highest == 150ms);
  CHECK(iteration < 20);
  CHECK(std::get<GiveUp>(decision).why.find("250 ms") != std::string::npos);
}

TEST_CASE("a budget below the usual first limit is the limit") {
  CHECK(first_limit(with_budget(5ms)) == 5ms);
  CHECK(ceiling(with_budget(5ms)) == 5ms);
  CHECK(first_limit(with_budget(105ms)) == 10ms);
  CHECK(ceiling(with_budget(105ms)) == 10ms);
}

TEST_CASE("a guest that is still being slowed down more gets the time to feel it") {
  auto bounds = with_budget(250ms);
  bounds.may_throttle = true;
  Steering steering(bounds);
  unsigned iteration = 2;
  for (unsigned percent = 0; percent < 99; percent += 3) {
    auto sample = round(iteration++, mib(90));
    sample.throttle = percent;
    CHECK_FALSE(std::holds_alternative<GiveUp>(steering.observe(sample)));
  }
  Decision decision = KeepGoing{};
  const auto slowest = iteration;
  while (!std::holds_alternative<GiveUp>(decision) && iteration < 1000) {
    auto sample = round(iteration++, mib(90));
    sample.throttle = 99;
    decision = steering.observe(sample);
  }
  CHECK(iteration - slowest <= bounds.patience + 1);
}

TEST_CASE("where it may, it goes over to post-copy when it would be given up") {
  auto bounds = with_budget(250ms);
  bounds.may_postcopy = true;
  Steering steering(bounds);
  Decision decision = KeepGoing{};
  for (unsigned iteration = 2; iteration < 100 && !std::holds_alternative<GoPostCopy>(decision);
       ++iteration) {
    decision = steering.observe(round(iteration, mib(90)));
    REQUIRE_FALSE(std::holds_alternative<GiveUp>(decision));
  }
  REQUIRE(std::holds_alternative<GoPostCopy>(decision));
  CHECK(std::get<GoPostCopy>(decision).why.find("beyond its outage budget of 250 ms") != std::string::npos);

  Steering slow(bounds);
  auto sample = round(2, mib(800));
  sample.elapsed = 10s;
  CHECK(keeps_going(slow.observe(sample)));
  sample = round(3, mib(700));
  sample.elapsed = 1h;
  CHECK(std::holds_alternative<GoPostCopy>(slow.observe(sample)));
}

TEST_CASE("one that converges by a hair all the time is given up when its time is over") {
  Steering steering(with_budget(250ms));
  auto sample = round(2, mib(800));
  sample.elapsed = 10s;
  CHECK(keeps_going(steering.observe(sample)));
  sample = round(3, mib(700));
  sample.elapsed = 209s;  // a minute, and 150 s for its GiB
  CHECK(keeps_going(steering.observe(sample)));
  sample.elapsed = 211s;
  CHECK(std::holds_alternative<GiveUp>(steering.observe(sample)));
}

TEST_CASE("over a slow link the first pass tells how long it may take") {
  Steering steering(with_budget(250ms));
  auto sample = round(1, mib(10));
  sample.elapsed = 1000s;
  CHECK(keeps_going(steering.observe(sample)));
  sample = round(2, mib(500));
  sample.elapsed = 1001s;
  CHECK(keeps_going(steering.observe(sample)));
  sample.elapsed = 3002s;
  CHECK(keeps_going(steering.observe(sample)));
  sample.elapsed = 3004s;
  CHECK(std::holds_alternative<GiveUp>(steering.observe(sample)));
}

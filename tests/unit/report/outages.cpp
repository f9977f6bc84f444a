// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/outages.hpp"

#include <doctest/doctest.h>

#include "report/examples.hpp"

using namespace haxen;
using namespace haxen::report;

namespace {

model::Outcome of(const std::vector<double>& outages) {
  model::Outcome outcome;
  for (const auto each : outages) {
    model::MoveOutcome end;
    end.outage = Seconds(each);
    outcome.moves.push_back(end);
  }
  return outcome;
}

}  // namespace

TEST_CASE("without a told outage there is no distribution") {
  CHECK_FALSE(told_outages(of({})));
  CHECK_FALSE(seen_outages(of({0.1})));
}

TEST_CASE("the median of an even number lies between the two in the middle") {
  CHECK(told_outages(of({0.4, 0.1, 0.2, 0.3}))->p50 == Seconds(0.25));
  CHECK(told_outages(of({0.3, 0.1, 0.2}))->p50 == Seconds(0.2));
}

TEST_CASE("other percentiles are outages that were measured") {
  std::vector<double> hundred;
  for (int i = 1; i <= 100; ++i) hundred.push_back(i);
  const auto found = told_outages(of(hundred)).value();
  CHECK(found.count == 100);
  CHECK(found.p90 == Seconds(90));
  CHECK(found.p99 == Seconds(99));
  CHECK(found.most == Seconds(100));
  CHECK(told_outages(of({0.5}))->p90 == Seconds(0.5));
}

TEST_CASE("who was seen without a gap counts as never away") {
  const auto found = seen_outages(example::seen()).value();
  CHECK(found.count == 2);
  CHECK(found.p50 == Seconds(0.224));
  CHECK(found.most == Seconds(0.448));
}

TEST_CASE("a VM is over its budget by either's word") {
  const auto fleet = example::small();
  auto outcome = example::seen();
  const auto drain = example::draining("node1");
  outcome.moves[0].outage = Seconds(0.1);
  CHECK(over_budget(drain, fleet, outcome) == 1);
  outcome.moves[0].witness->outage.reset();
  CHECK(over_budget(drain, fleet, outcome) == 0);
  outcome.moves[1].outage = Seconds(0.3);
  CHECK(over_budget(drain, fleet, outcome) == 1);
}

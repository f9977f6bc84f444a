// SPDX-License-Identifier: GPL-2.0-or-later
#include "probe/witness.hpp"

#include <doctest/doctest.h>

using namespace haxen;
using namespace std::chrono_literals;
using model::Phase;

namespace {

const probe::Instant begin = probe::Instant(1h);

// A move from second 10 to second 20, whose guest was stopped at 18.
const probe::MoveTimes times{begin + 10s, begin + 18s, begin + 20s};

model::ProbeReport report_with(std::vector<model::Gap> gaps) {
  model::ProbeReport report;
  report.began_at = begin;
  report.began = model::Moment(std::chrono::hours(24));
  report.listed_from = 30ms;
  model::ProbeFigures figures;
  figures.target = "icmp://vm1";
  figures.gaps = std::move(gaps);
  report.targets = {model::ProbeFigures{}, figures};
  return report;
}

model::Witness witness(std::vector<model::Gap> gaps) {
  return probe::witness_of(report_with(std::move(gaps)), 1, times);
}

}  // namespace

TEST_CASE("the longest gap that touches a move is its outage") {
  const auto found = witness({{5s, 3s}, {12s, 100ms}, {18s, 250ms}, {19s, 40ms}});
  CHECK(found.outage == Seconds(0.25));
  CHECK(found.gaps.size() == 4);
}

TEST_CASE("a gap that ends before a move or begins long after it is not its doing") {
  CHECK(witness({{5s, 3s}}).outage == std::nullopt);
  CHECK(witness({{22.5s, 3s}}).outage == std::nullopt);
}

TEST_CASE("a gap right after a move is: the network may have learnt late where the VM is") {
  CHECK(witness({{21s, 3s}}).outage == Seconds(3));
}

TEST_CASE("a gap that goes over the edge of a move is its doing") {
  CHECK(witness({{8s, 3s}}).outage == Seconds(3));
}

TEST_CASE("without a listed gap there is no outage") { CHECK(witness({}).outage == std::nullopt); }

TEST_CASE("each gap's ends lie in a phase") {
  const auto found = witness({{8s, 3s}, {17.9s, 200ms}, {18.5s, 2s}, {30s, 1s}});
  CHECK(found.gaps[0].from == Phase::before);
  CHECK(found.gaps[0].to == Phase::copying);
  CHECK(found.gaps[1].from == Phase::copying);
  CHECK(found.gaps[1].to == Phase::switching);
  CHECK(found.gaps[2].from == Phase::switching);
  CHECK(found.gaps[2].to == Phase::after);
  CHECK(found.gaps[3].from == Phase::after);
}

TEST_CASE("gaps are dated by the wall's clock") {
  CHECK(witness({{17.9s, 200ms}}).gaps[0].began == model::Moment(24h + 17900ms));
}

TEST_CASE("a move that has not ended has no time after it") {
  auto open = times;
  open.ended.reset();
  const auto found = probe::witness_of(report_with({{100s, 1s}}), 1, open);
  CHECK(found.outage == Seconds(1));
  CHECK(found.gaps[0].to == Phase::switching);
}

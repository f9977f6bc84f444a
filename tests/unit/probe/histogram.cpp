// SPDX-License-Identifier: GPL-2.0-or-later
// Percentiles of many lengths of time.
#include "probe/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <random>
#include <vector>

using namespace haxen::probe;
using namespace std::chrono_literals;

TEST_CASE("few small values are told exactly") {
  Histogram histogram;
  CHECK_FALSE(histogram.spread());
  for (const int value : {40, 10, 30, 20}) histogram.add(Span(value));
  CHECK(histogram.quantile(0.5) == 20ns);
  CHECK(histogram.quantile(0.51) == 30ns);
  CHECK(histogram.quantile(1) == 40ns);
  CHECK(histogram.quantile(0.0001) == 10ns);
  histogram.add(-5ns);
  CHECK(histogram.quantile(0.0001) == 0ns);
}

TEST_CASE("a single value is every percentile") {
  Histogram histogram;
  histogram.add(123'456'789ns);
  CHECK(histogram.spread() == haxen::model::Spread{123'456'789ns, 123'456'789ns, 123'456'789ns});
}

TEST_CASE("percentiles are within 1 % of the true ones, from nanoseconds to hours") {
  std::mt19937_64 random(4711);
  std::uniform_real_distribution<double> exponent(0, 43);
  Histogram histogram;
  std::vector<Span> values;
  for (int i = 0; i < 20'000; ++i) {
    values.emplace_back(static_cast<Span::rep>(std::exp2(exponent(random))));
    histogram.add(values.back());
  }
  std::ranges::sort(values);
  for (const double share : {0.001, 0.1, 0.5, 0.9, 0.99, 0.999}) {
    CAPTURE(share);
    const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
    const auto truth = static_cast<double>(values[rank - 1].count());
    CHECK(std::abs(static_cast<double>(histogram.quantile(share).count()) - truth) <= 0.01 * truth + 1);
  }
  CHECK(histogram.quantile(1) <= values.back());
  CHECK(histogram.spread()->most == values.back());
}

TEST_CASE("the longest time there is has a place too") {
  Histogram histogram;
  histogram.add(Span::max());
  CHECK(histogram.quantile(0.5) == Span::max());
}

TEST_CASE("two add up to one that has seen all of both") {
  Histogram few;
  Histogram many;
  Histogram all;
  for (int i = 1; i <= 1000; ++i) {
    (i <= 10 ? few : many).add(Span(i * 1000));
    all.add(Span(i * 1000));
  }
  few.add(many);
  CHECK(few.count() == 1000);
  CHECK(few.spread() == all.spread());
}

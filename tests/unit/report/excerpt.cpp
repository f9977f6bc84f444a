// SPDX-License-Identifier: GPL-2.0-or-later
// What of all events is kept.
#include "report/excerpt.hpp"

#include <doctest/doctest.h>

#include "report/examples.hpp"
#include "report/loads.hpp"

using namespace haxen;
using namespace haxen::report;

namespace {

model::Event look(double elapsed, unsigned iteration) {
  model::Sampled sample;
  sample.elapsed = Seconds(elapsed);
  sample.iteration = iteration;
  return {{}, sample};
}

}  // namespace

TEST_CASE("of a short migration the first look at its copying and the last one are kept") {
  Excerpt excerpt;
  CHECK(excerpt.take(look(0.5, 0)).empty());
  CHECK(excerpt.take(look(1, 1)).size() == 1);
  CHECK(excerpt.take(look(1.5, 1)).empty());
  CHECK(excerpt.take(look(2, 2)).empty());
  const model::Event end{{}, model::MoveEnded{}};
  CHECK(excerpt.take(end) == std::vector{look(2, 2), end});
}

TEST_CASE("of a day's looks some forty are kept") {
  Excerpt excerpt;
  std::size_t kept = 0;
  for (double elapsed = 0; elapsed < 86400; elapsed += 0.5) kept += excerpt.take(look(elapsed, 1)).size();
  CHECK(kept > 20);
  CHECK(kept < 60);
}

TEST_CASE("what moved counts at its target, and what did not where it was") {
  const auto fleet = example::small();
  auto outcome = example::mixed();
  for (auto& end : outcome.moves) end.result = model::MoveResult::stayed;
  for (const auto& load : loads(fleet, example::drain(), outcome, {})) CHECK(load.before == load.after);
  auto& first = outcome.moves.front();
  first.result = model::MoveResult::moved;
  for (const auto& load : loads(fleet, example::drain(), outcome, {})) {
    if (load.node == first.move.to) CHECK(load.after == load.before + first.move.memory);
    if (load.node == first.move.from) CHECK(load.after == load.before - first.move.memory);
  }
}

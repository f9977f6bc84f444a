// SPDX-License-Identifier: GPL-2.0-or-later
// What probes and answers at given times come to.
#include "probe/tally.hpp"

#include <doctest/doctest.h>

using namespace haxen;
using namespace haxen::probe;
using namespace std::chrono_literals;
using model::Gap;

namespace {

constexpr Instant start{50s};

/// Probes of a target every 10 ms that answers each after 1 ms; gaps count from 30 ms on.
struct Target {
  Tally tally{30ms};
  std::uint64_t next = 0;

  Target() { tally.begin(start); }
  Instant due() const { return start + 10ms * next; }
  void answered(int count) {
    for (int i = 0; i < count; ++i) answered_after(1ms);
  }
  void answered_after(Span latency) {
    const auto sequence = unanswered(1);
    tally.answered(sequence, start + 10ms * sequence + latency);
  }
  /// The first of them.
  std::uint64_t unanswered(int count) {
    const auto first = next;
    for (int i = 0; i < count; ++i, ++next) tally.sent(next, due(), 0ns);
    return first;
  }
  model::ProbeFigures figures() const { return tally.figures(due()); }
};

}  // namespace

TEST_CASE("a target that always answers has no gap but the interval") {
  Target target;
  target.answered(100);
  const auto figures = target.figures();
  CHECK(figures.sent == 100);
  CHECK(figures.answered == 100);
  CHECK(model::lost(figures) == 0);
  CHECK(figures.reordered == 0);
  CHECK(figures.gaps.empty());
  CHECK(figures.longest == Gap{1ms, 10ms, true, 0ns});
  CHECK(figures.latency == model::Spread{1ms, 1ms, 1ms});
  CHECK(target.tally.open() == 0);
}

TEST_CASE("a gap is the time between the answers around it") {
  Target target;
  target.answered(10);
  target.unanswered(5);
  target.answered(10);
  const auto figures = target.figures();
  CHECK(figures.gaps == std::vector<Gap>{{91ms, 60ms, true, 0ns}});
  CHECK(figures.longest == figures.gaps.front());
  CHECK(model::lost(figures) == 5);
}

TEST_CASE("a gap that is too short to be listed may still be the longest") {
  Target target;
  target.answered(10);
  target.unanswered(1);
  target.answered(10);
  const auto figures = target.figures();
  CHECK(figures.gaps.empty());
  CHECK(figures.gap_count == 0);
  CHECK(figures.longest == Gap{91ms, 20ms, true, 0ns});
}

TEST_CASE("answers that were held up are a gap as well, and nothing is lost") {
  Target target;
  target.answered(10);
  const auto first = target.unanswered(5);
  for (auto sequence = first; sequence < target.next; ++sequence)
    target.tally.answered(sequence, target.due());
  const auto figures = target.figures();
  CHECK(figures.gaps == std::vector<Gap>{{91ms, 59ms, true, 0ns}});
  CHECK(model::lost(figures) == 0);
  CHECK(figures.latency->most == 50ms);
}

TEST_CASE("a target that falls silent has a gap without an end") {
  Target target;
  target.answered(10);
  target.unanswered(10);
  CHECK(target.figures().gaps == std::vector<Gap>{{91ms, 109ms, false, 0ns}});
  CHECK(target.tally.open() == 10);
}

TEST_CASE("a target that never answers is silent from the first probe on") {
  Target target;
  target.unanswered(10);
  const auto figures = target.figures();
  CHECK(figures.gaps == std::vector<Gap>{{0ms, 100ms, false, 0ns}});
  CHECK_FALSE(figures.latency);
}

TEST_CASE("a target that comes to life later has a gap up to the first probe that it answered") {
  Target target;
  target.unanswered(7);
  target.answered(10);
  CHECK(target.figures().gaps == std::vector<Gap>{{0ms, 70ms, true, 0ns}});
}

TEST_CASE("a long way is no gap, neither at the beginning nor at the end") {
  Target target;
  target.unanswered(100);
  for (std::uint64_t i = 0; i < 100; ++i) target.tally.answered(i, start + 10ms * i + 300ms);
  CHECK(target.figures().gaps.empty());
}

TEST_CASE("an answer behind a later one is out of order, and a second one is not counted again") {
  Target target;
  target.unanswered(3);
  using Match = Tally::Match;
  CHECK(target.tally.answered(0, start + 1ms) == Match::answered);
  CHECK(target.tally.answered(2, start + 21ms) == Match::answered);
  CHECK(target.tally.answered(1, start + 22ms) == Match::answered);
  CHECK(target.tally.answered(1, start + 23ms) == Match::duplicate);
  CHECK(target.tally.answered(3, start + 23ms) == Match::unknown);
  const auto figures = target.figures();
  CHECK(figures.answered == 3);
  CHECK(figures.reordered == 1);
  CHECK(figures.duplicated == 1);
}

TEST_CASE("an answer that is told of behind a later one is no gap below zero") {
  Target target;
  target.unanswered(2);
  target.tally.answered(1, start + 12ms);
  target.tally.answered(0, start + 11ms);
  target.answered(1);
  CHECK(target.figures().longest->length == 10ms);
}

TEST_CASE("a clock that says an answer came before its probe makes no latency below zero") {
  Target target;
  target.unanswered(1);
  target.tally.answered(0, start - 1ms);
  CHECK(target.figures().latency == model::Spread{});
}

TEST_CASE("a gap says by how much the prober itself was late in it, and no other does") {
  Target target;
  target.answered(10);
  target.tally.sent(target.next++, start + 140ms, 40ms);
  target.tally.answered(10, start + 141ms);
  target.next = 15;
  target.answered(3);
  const auto figures = target.figures();
  CHECK(figures.gaps == std::vector<Gap>{{91ms, 50ms, true, 40ms}});
  CHECK(figures.longest->own_delay == 40ms);
}

TEST_CASE("what could not be sent is not lost") {
  Target target;
  target.answered(1);
  target.tally.unsent(0ns);
  const auto figures = target.figures();
  CHECK(figures.unsent == 1);
  CHECK(model::lost(figures) == 0);
}

TEST_CASE("what was refused or forgotten is lost, and nobody waits for it") {
  Target target;
  target.unanswered(3);
  target.tally.refused(0);
  target.tally.forgotten(1);
  target.tally.forgotten(1);
  CHECK(target.tally.open() == 1);
  CHECK(target.figures().refused == 1);
  CHECK(model::lost(target.figures()) == 3);
}

TEST_CASE("an answer after all to what was given up counts") {
  Target target;
  target.unanswered(1);
  target.tally.forgotten(0);
  CHECK(target.tally.answered(0, start + 5s) == Tally::Match::answered);
  CHECK(target.tally.open() == 0);
}

TEST_CASE("of what is out of the window only the numbers are kept") {
  Tally tally(30ms, 4);
  tally.begin(start);
  for (std::uint64_t i = 0; i < 6; ++i) tally.sent(i, start + 10ms * i, 0ns);
  CHECK(tally.open() == 4);
  CHECK(tally.answered(1, start + 60ms) == Tally::Match::unknown);
  CHECK(tally.answered(2, start + 60ms) == Tally::Match::answered);
  CHECK(tally.figures(start + 60ms).sent == 6);
}

TEST_CASE("a stall is the time in which an answer was owed") {
  Target target;
  target.answered(10);
  const auto first = target.unanswered(3);
  target.tally.answered(first, start + 340ms);
  CHECK(target.tally.stall(target.due()) == 240ms);
  CHECK(target.tally.stall(start + 900ms) == 560ms);  // two are owed still
}

TEST_CASE("no more gaps are listed than there is room for, and all are counted") {
  Gaps gaps(30ms, 2);
  gaps.begin(start);
  for (int i = 0; i < 5; ++i) gaps.answer(start + 100ms * i, start + 100ms * i);
  CHECK(gaps.listed().size() == 2);
  CHECK(gaps.count() == 4);
}

TEST_CASE("latencies are told by the period in which the answers came, and all together") {
  Target target;
  target.answered_after(1ms);
  target.tally.turn(Period::during);
  target.answered_after(8ms);
  target.answered_after(9ms);
  const auto figures = target.figures();
  CHECK(figures.latencies.before->most == Seconds(0.001));
  CHECK(figures.latencies.during->most == Seconds(0.009));
  CHECK_FALSE(figures.latencies.after);
  CHECK(figures.latency->p50 == figures.latencies.during->p50);
  CHECK(figures.latency->most == Seconds(0.009));
}

TEST_CASE("latencies are told as seen from the longest gap where nothing else is watched") {
  Target target;
  target.answered_after(1ms);
  target.answered_after(2ms);
  target.answered_after(60ms);  // the longest gap so far: from 12 to 80 ms
  target.next = 9;
  target.answered_after(3ms);
  const auto first = target.unanswered(3);
  target.tally.answered(first + 2, start + 190ms);  // a longer one: from 93 to 190 ms
  target.next = 20;
  target.answered_after(4ms);
  const auto figures = target.figures();
  CHECK(figures.latencies.before->most == Seconds(0.06));
  CHECK(figures.latencies.during->most == Seconds(0.07));
  CHECK(figures.latencies.after->most == Seconds(0.004));
  CHECK(figures.latency->most == Seconds(0.07));
}

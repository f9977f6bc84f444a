// SPDX-License-Identifier: GPL-2.0-or-later
// When probes are due.
#include "probe/schedule.hpp"

#include <doctest/doctest.h>
#include <vector>

using namespace haxen::probe;
using namespace std::chrono_literals;

namespace {

constexpr Instant start{100s};

std::vector<Slot> all(Schedule schedule) {
  std::vector<Slot> slots;
  for (auto slot = schedule.next(); slot; slot = schedule.next()) {
    slots.push_back(*slot);
    schedule.pass();
  }
  return slots;
}

}  // namespace

TEST_CASE("lanes take turns within each interval, and times are those of the beginning") {
  CHECK(all(Schedule(start, 3ms, 3, {{}, 2})) == std::vector<Slot>{{0, 0, start},
                                                                   {1, 0, start + 1ms},
                                                                   {2, 0, start + 2ms},
                                                                   {0, 1, start + 3ms},
                                                                   {1, 1, start + 4ms},
                                                                   {2, 1, start + 5ms}});
}

TEST_CASE("an interval that does not divide by the lanes drifts by nothing, however long it goes on") {
  Schedule schedule(start, 1ms, 7, {});
  for (int i = 0; i < 7 * 3600'000; ++i) schedule.pass();
  CHECK(schedule.next()->due == start + 3600s);
  CHECK(schedule.next()->sequence == 3'600'000);
}

TEST_CASE("the first limit that is reached ends it, for all lanes alike") {
  CHECK(all(Schedule(start, 10ms, 2, {100ms, {}})).size() == 20);
  CHECK(all(Schedule(start, 10ms, 2, {101ms, {}})).size() == 22);
  CHECK(all(Schedule(start, 10ms, 2, {100ms, 3})).size() == 6);
  CHECK(all(Schedule(start, 1000ms, 2, {1ms, {}})).size() == 2);
}

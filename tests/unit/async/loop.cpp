// SPDX-License-Identifier: GPL-2.0-or-later
// Turns, clocks, and calls that come late.
#include "async/loop.hpp"

#include <doctest/doctest.h>
#include <future>
#include <string>

#include "async/worker.hpp"

using namespace haxen;
using namespace std::chrono_literals;

namespace {

Task<int> later(Loop& loop, Duration wait, int value) {
  co_await loop.sleep(wait);
  co_return value;
}

Task<std::vector<int>> three(Loop& loop) {
  std::vector<Task<int>> tasks;
  tasks.push_back(later(loop, 3h, 1));
  tasks.push_back(later(loop, 1h, 2));
  tasks.push_back(later(loop, 2h, 3));
  co_return co_await all(loop, std::move(tasks));
}

Task<void> note(Loop& loop, Duration wait, std::string& log, char letter) {
  co_await loop.sleep(wait);
  log += letter;
}

Task<void> ring_after(Loop& loop, Bell& bell, Duration wait) {
  co_await loop.sleep(wait);
  bell.ring();
}

Task<Time> wait_for(Loop& loop, Bell& bell) {
  co_await bell;
  co_return loop.now();
}

}  // namespace

TEST_CASE("tasks side by side take as long as the slowest, in no real time under the virtual clock") {
  Loop loop(Clock::simulated);
  const auto start = loop.now();
  CHECK(loop.run(three(loop)) == std::vector{1, 2, 3});
  CHECK(loop.now() - start == 3h);
}

TEST_CASE("timers of the same moment go off in the order in which they were set") {
  Loop loop(Clock::simulated);
  std::string log;
  loop.spawn(note(loop, 1s, log, 'a'));
  loop.spawn(note(loop, 1s, log, 'b'));
  loop.spawn(note(loop, 500ms, log, 'c'));
  loop.run(note(loop, 2s, log, 'd'));
  CHECK(log == "cabd");
}

TEST_CASE("a bell wakes who listens") {
  Loop loop(Clock::simulated);
  Bell bell(loop);
  const auto start = loop.now();
  loop.spawn(ring_after(loop, bell, 5s));
  CHECK(loop.run(wait_for(loop, bell)) - start == 5s);
}

TEST_CASE("what was spawned and never ended is taken down with the loop") {
  Loop loop(Clock::simulated);
  std::string log;
  loop.spawn(note(loop, 1h, log, 'x'));
  loop.run(note(loop, 1s, log, 'y'));
  CHECK(log == "y");
}

TEST_CASE(
    "a loop within another keeps its time, and ends with all that runs in it, leaving the other as it was") {
  Loop world(Clock::simulated);
  std::string log;
  auto process = std::make_unique<Loop>(world);
  process->spawn(note(*process, 1s, log, 'a'));
  process->spawn(note(*process, 3s, log, 'b'));
  world.spawn(note(world, 4s, log, 'd'));
  world.at(world.now() + 2s, [&] { process.reset(); });
  world.run(note(world, 5s, log, 'e'));
  CHECK(log == "ade");
}

TEST_CASE("an inner loop can be run to the end of a task, and those around it run along") {
  Loop world(Clock::simulated);
  Loop process(world);
  std::string log;
  world.spawn(note(world, 1s, log, 'w'));
  CHECK(process.run(later(process, 2s, 7)) == 7);
  CHECK(log == "w");
  CHECK(process.now() - Time{} == 2s);
}

TEST_CASE("a worker's answer comes back to the loop") {
  Loop loop;
  Worker worker(loop, "node 'n1'");
  const auto answer = loop.run(worker.call<int>([] { return Result<int>(42); }, 10s));
  CHECK(answer == 42);
  CHECK_FALSE(worker.late());
}

TEST_CASE("a late call is abandoned, and its worker takes no further ones") {
  auto gate = std::make_shared<std::promise<void>>();
  const auto before = abandoned_calls();
  {
    Loop loop;
    Worker worker(loop, "node 'n1'");
    const auto opened = gate->get_future().share();
    const auto answer = loop.run(worker.call<int>(
        [opened] {
          opened.wait();
          return Result<int>(1);
        },
        20ms));
    REQUIRE_FALSE(answer);
    CHECK(answer.error().kind == FaultKind::late);
    CHECK(worker.late());
    CHECK(loop.run(worker.call<int>([] { return Result<int>(2); }, 1h)).error().kind == FaultKind::late);
  }
  CHECK(abandoned_calls() == before + 1);
  gate->set_value();
}

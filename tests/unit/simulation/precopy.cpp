// SPDX-License-Identifier: GPL-2.0-or-later
// Rounds of pre-copy against their closed form, and the downtime limit.
#include "simulation/precopy.hpp"

#include <cmath>
#include <doctest/doctest.h>

using namespace haxen;
using namespace haxen::simulation;
using namespace std::chrono_literals;

namespace {

constexpr double bandwidth = 1e8;

struct Copying {
  Loop loop{Clock::simulated};
  Timings timings;
  Dice dice{1};
  Network network{loop, timings, dice};
  Traffic traffic{loop, network};
  Time stopped{};
  std::optional<Precopy> stream;

  Copying(Bytes memory, Guest guest, Milliseconds limit, Bytes storage = {}, bool may_throttle = false) {
    traffic.add_links(Site("a"), Bandwidth{bandwidth});
    traffic.add_links(Site("b"), Bandwidth{bandwidth});
    Precopy::Job job;
    job.from = Site("a");
    job.to = Site("b");
    job.storage = storage;
    job.memory = memory;
    job.guest = guest;
    job.limit = limit;
    job.may_throttle = may_throttle;
    Precopy::Hooks hooks;
    hooks.stop_guest = [this] { stopped = loop.now(); };
    stream.emplace(loop, traffic, network, timings, job, hooks);
    stream->start();
  }
  Seconds now() const { return loop.now() - Time{}; }
  void pass(Duration length) { loop.run(wait(length)); }
  void pass_to_end() {
    while (stream->under_way()) pass(100us);
  }
  Task<void> wait(Duration length) { co_await loop.sleep(length); }
};

}  // namespace

TEST_CASE("round k sends V (d/B)^k, and the guest stops when the next one fits into the limit") {
  const double dirty = 4e7;
  const Bytes memory{4'000'000'000};
  Copying copying(memory, {Bandwidth{dirty}, {}}, 50ms);
  // V (d/B)^k <= B · 50 ms = 5e6 first at k = 8: 4e9 · 0.4^8 = 2.6e6.
  const double ratio = dirty / bandwidth;
  double time = 0;
  for (int k = 0; k < 8; ++k) {
    const double round = 4e9 * std::pow(ratio, k);
    copying.pass(std::chrono::duration_cast<Duration>(Seconds(time + round / bandwidth / 2)) -
                 copying.loop.now().time_since_epoch());
    CHECK(copying.stream->sample().iteration == static_cast<unsigned>(k + 1));
    CHECK(static_cast<double>(copying.stream->sample().remaining.count) ==
          doctest::Approx(round / 2).epsilon(0.001));
    time += round / bandwidth;
  }
  copying.pass_to_end();
  CHECK(Seconds(copying.stopped - Time{}).count() == doctest::Approx(time));
  const double rest = 4e9 * std::pow(ratio, 8) / bandwidth + Seconds(copying.timings.switch_over).count();
  CHECK(copying.now().count() == doctest::Approx(time + rest).epsilon(0.0001));
  CHECK(copying.stream->state() == Precopy::State::completed);
}

TEST_CASE("a guest that writes faster than the link never converges by itself") {
  Copying copying(gib(1), {Bandwidth{2e8}, {}}, 300ms);
  copying.pass(1h);
  CHECK(copying.stream->state() == Precopy::State::copying);
  CHECK(copying.stream->sample().iteration > 100);
  CHECK(copying.stream->sample().dirty_rate->bytes_per_second ==
        doctest::Approx(bandwidth));  // all of it, every round
}

TEST_CASE("a guest that writes faster than the link converges when it may be slowed down") {
  Copying copying(gib(1), {Bandwidth{2e8}, {}}, 300ms, {}, true);
  copying.pass_to_end();
  CHECK(copying.stream->state() == Precopy::State::completed);
  CHECK(Seconds(copying.loop.now() - copying.stopped) <= 320ms);
}

TEST_CASE("a guest that converges by itself is not slowed down") {
  Copying copying(gib(1), {Bandwidth{2e7}, {}}, 50ms, {}, true);
  while (copying.stream->under_way()) {
    CHECK(copying.stream->sample().throttle == 0);
    copying.pass(10ms);
  }
}

TEST_CASE(
    "what is dirty is never more than the working set: a small one converges however fast it is written") {
  Copying copying(gib(1), {Bandwidth{1e9}, mib(20)}, 300ms);
  copying.pass_to_end();
  CHECK(copying.stream->state() == Precopy::State::completed);
  const double stop = Seconds(copying.loop.now() - copying.stopped).count();
  CHECK(stop == doctest::Approx(static_cast<double>(mib(20).count) / bandwidth + 0.015).epsilon(0.001));
}

TEST_CASE("a limit that is raised stops the guest at once where the rest fits") {
  Copying copying(Bytes{1'000'000'000}, {Bandwidth{1e9}, Bytes{50'000'000}}, 10ms);
  copying.pass(20s);  // the first round takes 10 s, each later one 0.5 s
  REQUIRE(copying.stream->state() == Precopy::State::copying);
  copying.pass(250ms);
  const auto asked = copying.loop.now();
  copying.stream->set_limit(600ms);  // at most 50 MB left of this round and 50 MB dirtied: a second
  CHECK(copying.stream->state() == Precopy::State::copying);
  copying.stream->set_limit(1000ms);
  CHECK(copying.stream->state() == Precopy::State::switching);
  CHECK(copying.stopped == asked);
}

TEST_CASE("a cancelled stream ends at once and frees its links") {
  Copying copying(gib(1), {Bandwidth{1e6}, {}}, 10ms);
  copying.pass(1s);
  copying.stream->cancel();
  CHECK(copying.stream->state() == Precopy::State::cancelled);
  CHECK(copying.stream->sample().finished);
  CHECK(copying.stopped == Time{});
}

TEST_CASE("one that is aborted while it switches over keeps its guest stopped") {
  Copying copying(Bytes{1'000'000'000}, {Bandwidth{0}, {}}, 10ms);
  copying.pass(10s + 1ms);
  REQUIRE(copying.stream->state() == Precopy::State::switching);
  copying.stream->abort();
  copying.pass(60s);
  CHECK(copying.stream->state() == Precopy::State::stuck);
  CHECK_FALSE(copying.stream->sample().finished);
}

TEST_CASE("a stream that stays stalled is given up when the kernel gives up its connection") {
  Copying copying(gib(1), {}, 300ms);
  copying.network.watch([&](const Site&, const Site&) {
    copying.traffic.refresh();
    copying.stream->network_changed();
  });
  copying.pass(1s);
  copying.network.cut(Site("a"), Site("b"));
  copying.pass(copying.timings.tcp_silence - 1s);
  CHECK(copying.stream->state() == Precopy::State::copying);
  copying.pass(2s);
  CHECK(copying.stream->state() == Precopy::State::failed);
}

TEST_CASE("disks are sent before the first round, which begins anew with all memory") {
  Copying copying(Bytes{1'000'000'000}, {Bandwidth{0}, {}}, 50ms, Bytes{3'000'000'000});
  copying.pass(15s);
  auto seen = copying.stream->sample();
  CHECK(seen.iteration == 0);
  CHECK(seen.total == Bytes{4'000'000'000});
  CHECK(static_cast<double>(seen.remaining.count) == doctest::Approx(2.5e9).epsilon(0.001));
  CHECK(static_cast<double>(seen.processed.count) == doctest::Approx(1.5e9).epsilon(0.001));
  copying.stream->set_limit(1h);  // whatever the limit: no guest stops before its disks are there
  copying.pass(20s);
  seen = copying.stream->sample();
  CHECK(seen.iteration == 1);
  CHECK(static_cast<double>(seen.remaining.count) == doctest::Approx(5e8).epsilon(0.001));
  CHECK(static_cast<double>(seen.processed.count) == doctest::Approx(3.5e9).epsilon(0.001));
  copying.pass_to_end();
  CHECK(copying.now().count() == doctest::Approx(40).epsilon(0.001));
}

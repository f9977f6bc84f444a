// SPDX-License-Identifier: GPL-2.0-or-later
// What each fault at each moment of a migration leaves: end states that follow from libvirt's rules.
#include <doctest/doctest.h>

#include "builder.hpp"
#include "simulation/fault.hpp"

using namespace haxen;
using namespace haxen::simulation;
using namespace std::chrono_literals;

namespace {

struct Left {
  std::string where;
  std::size_t doubled = 0;
  std::size_t ended = 0;
  friend bool operator==(const Left&, const Left&) = default;
};

std::ostream& operator<<(std::ostream& out, const Left& left) {
  return out << left.where << " (doubled " << left.doubled << ", ended " << left.ended << ")";
}

std::vector<ScriptedFault> script(const std::string& text) {
  auto faults = parse_faults(text);
  REQUIRE_MESSAGE(faults, text);
  return *faults;
}

Task<void> wait(Loop& loop, Duration length) { co_await loop.sleep(length); }

// vm1 goes from n1 to n2 while the fault happens; then everything is given the time to settle.
Left after(const std::string& fault, virt::Route route = virt::Route::peer_to_peer) {
  Loop loop(Clock::simulated);
  World world(loop, FleetBuilder(3).fleet, exact_setup());
  world.arm(script(fault));
  auto& client = world.client();
  Result<void> result;
  client.start(migrate(client.hosts(), "n1", move_request(1, "n2", route), result));
  loop.run(client.ended());
  loop.run(wait(loop, 300s));
  const auto verdict = world.verdict();
  CHECK(verdict_on(verdict, 1).most_at_once == 1 + verdict.doubled.size());
  return {whereabouts(verdict_on(verdict, 1)), verdict.doubled.size(), verdict.ended.size()};
}

struct Case {
  const char* fault;
  Left left;
};

void check_all(const std::vector<Case>& cases, virt::Route route) {
  for (const auto& each : cases) {
    CHECK_MESSAGE(after(each.fault, route) == each.left, std::string(each.fault));
  }
}

const Left stayed{"n1: running", 0, 0};
const Left moved{"n2: running", 0, 0};
const Left in_doubt{"n2: running, n1: paused", 0, 0};
const Left left_paused{"n1: paused", 0, 0};
const Left twice{"n1: running, n2: running", 1, 0};
const Left defined_twice{"n1: running, n2: defined", 0, 0};
const Left off_at_source{"n1: defined", 0, 1};
const Left off_at_target{"n2: defined", 0, 1};

}  // namespace

TEST_CASE("the source's daemon restarted: before perform is done the VM stays, after it nobody resumes it") {
  check_all(
      {
          {"before begin: restart daemon at source", stayed},
          {"at begin: restart daemon at source", stayed},
          {"replying begin: restart daemon at source", stayed},
          {"after begin: restart daemon at source", stayed},
          {"before prepare: restart daemon at source", stayed},
          {"at prepare: restart daemon at source", stayed},
          {"replying prepare: restart daemon at source", stayed},
          {"after prepare: restart daemon at source", stayed},
          {"before perform: restart daemon at source", stayed},
          {"at perform: restart daemon at source", stayed},
          {"replying perform: restart daemon at source", left_paused},
          {"after perform: restart daemon at source", left_paused},
          {"before finish: restart daemon at source", left_paused},
          {"at finish: restart daemon at source", in_doubt},
          {"replying finish: restart daemon at source", in_doubt},
          {"after finish: restart daemon at source", in_doubt},
          {"before confirm: restart daemon at source", in_doubt},
          {"at confirm: restart daemon at source", {"n2: running, n1: defined", 0, 0}},
          {"replying confirm: restart daemon at source", moved},
          {"after confirm: restart daemon at source", moved},
      },
      virt::Route::peer_to_peer);
}

TEST_CASE(
    "the target's daemon restarted: the VM goes on at the source, twice where it ran already at the target") {
  check_all(
      {
          {"before begin: restart daemon at target", stayed},
          {"before prepare: restart daemon at target", stayed},
          {"at prepare: restart daemon at target", stayed},
          {"replying prepare: restart daemon at target", stayed},
          {"after prepare: restart daemon at target", stayed},
          {"at perform: restart daemon at target", stayed},
          {"replying perform: restart daemon at target", stayed},
          {"before finish: restart daemon at target", stayed},
          {"at finish: restart daemon at target", defined_twice},
          {"replying finish: restart daemon at target", twice},
          {"after finish: restart daemon at target", moved},
          {"at confirm: restart daemon at target", moved},
          {"after confirm: restart daemon at target", moved},
      },
      virt::Route::peer_to_peer);
}

TEST_CASE("QEMU killed, memory exhausted, guest powered off") {
  check_all(
      {
          {"at prepare: kill qemu at target", stayed},
          {"at perform: kill qemu at target", stayed},
          {"after perform: kill qemu at target", stayed},
          {"at finish: kill qemu at target", defined_twice},
          {"replying finish: kill qemu at target", off_at_target},
          {"after confirm: kill qemu at target", off_at_target},
          {"at perform: kill qemu at source", off_at_source},
          {"before prepare: exhaust memory at target", stayed},
          {"at prepare: exhaust memory at target", stayed},
          {"at perform: exhaust memory at target", stayed},
          {"after finish: exhaust memory at target", moved},
          {"before begin: power off guest", off_at_source},
          {"at prepare: power off guest", off_at_source},
          {"at perform: power off guest", off_at_source},
          {"after perform: power off guest", off_at_target},
          {"after finish: power off guest", off_at_target},
      },
      virt::Route::peer_to_peer);
}

TEST_CASE(
    "the way between source and target cut: shorter than keepalive it only delays, longer it ends the "
    "migration") {
  check_all(
      {
          {"before begin: cut source target for 5s", moved},
          {"before begin: cut source target for 60s", moved},
          {"before begin: cut source target", stayed},
          {"before prepare: cut source target for 5s", moved},
          {"at prepare: cut source target for 60s", stayed},
          {"at perform: cut source target for 5s", moved},
          {"at perform: cut source target for 60s", stayed},
          {"at perform: cut source target", stayed},
          {"replying perform: cut source target for 60s", stayed},
          {"before finish: cut source target for 60s", stayed},
          {"at finish: cut source target for 5s", moved},
          {"at finish: cut source target for 60s", twice},
          {"replying finish: cut source target for 5s", moved},
          {"replying finish: cut source target for 60s", twice},
          {"after finish: cut source target for 60s", moved},
      },
      virt::Route::peer_to_peer);
}

TEST_CASE("a migration from peer to peer goes on without the haxen that asked for it") {
  check_all(
      {
          {"before begin: kill haxen", moved},
          {"at prepare: kill haxen", moved},
          {"at perform: kill haxen", moved},
          {"replying finish: kill haxen", moved},
          {"at perform: cut operator source for 60s", moved},
          {"at perform: cut operator target for 60s", moved},
      },
      virt::Route::peer_to_peer);
}

TEST_CASE("a managed migration breaks with the haxen that drives it") {
  check_all(
      {
          {"before begin: kill haxen", stayed},
          {"at begin: kill haxen", stayed},
          {"after begin: kill haxen", stayed},
          {"at prepare: kill haxen", stayed},
          {"after prepare: kill haxen", stayed},
          {"at perform: kill haxen", stayed},
          {"replying perform: kill haxen", left_paused},
          {"after perform: kill haxen", left_paused},
          {"before finish: kill haxen", left_paused},
          {"at finish: kill haxen", in_doubt},
          {"replying finish: kill haxen", in_doubt},
          {"after finish: kill haxen", in_doubt},
          {"before confirm: kill haxen", in_doubt},
          {"at confirm: kill haxen", moved},
          {"after confirm: kill haxen", moved},
      },
      virt::Route::managed_direct);
}

TEST_CASE("a managed migration and the operator's ways cut") {
  check_all(
      {
          {"at perform: cut operator source for 5s", moved},
          {"at perform: cut operator source for 60s", left_paused},  // perform ends before anybody notices
          {"at perform: cut operator target for 60s", stayed},
          {"replying perform: cut operator source for 60s", left_paused},
          {"before finish: cut operator target for 60s", stayed},
          {"replying finish: cut operator target for 5s", moved},
          {"replying finish: cut operator target for 60s", twice},
          {"before confirm: cut operator source for 60s", in_doubt},
          {"replying confirm: cut operator source for 60s", moved},
          {"at perform: cut source target for 60s", moved},
      },
      virt::Route::managed_direct);
}

TEST_CASE(
    "a node that loses its power as the target leaves the VM where it was, as the source it takes it along") {
  check_all(
      {
          {"at perform: cut power at target for 100s", stayed},
          {"at perform: cut power at target for 10s", stayed},
          {"at perform: cut power at source for 100s", off_at_source},
          {"after confirm: cut power at target for 100s", off_at_target},
      },
      virt::Route::peer_to_peer);
}

TEST_CASE("somebody else's hand") {
  CHECK(after("at 20s: move vm1 to n3") == Left{"n3: running", 0, 0});
  CHECK(after("at perform: stop vm1") == off_at_source);
  CHECK(after("after confirm: pause vm1") == Left{"n2: paused", 0, 0});
}

TEST_CASE("what a fault is written as is read as the same fault") {
  const std::string text =
      "# the whole grammar\n"
      "before begin: restart daemon at source\n"
      "\n"
      "at perform of vm3: kill qemu at target   # half way\n"
      "replying finish: kill qemu of vm2 at n7\n"
      "after prepare of web1: cut source target for 5s\n"
      "at 1500ms: cut operator n2\n"
      "at 2s: kill haxen\n"
      "at confirm: exhaust memory at target for 90s\n"
      "at perform: power off guest\n"
      "at 3s: power off guest vm2\n"
      "at 4s: cut power at n3 for 1m\n"
      "at 5s: move vm2 to n3\n"
      "at 6s: stop vm2\n"
      "at 7s: pause vm2\n";
  const auto faults = script(text);
  CHECK(faults.size() == 13);
  std::string again;
  for (const auto& fault : faults) again += to_string(fault) + "\n";
  CHECK(script(again) == faults);
  CHECK(faults[1] == ScriptedFault{AtStep{Moment::at, Phase::perform, VmName("vm3")},
                                   KillQemu{{Place::Role::target}, std::nullopt}});
}

TEST_CASE("a fault that makes no sense is refused with its line") {
  for (const char* bad :
       {"at perform kill haxen", "during perform: kill haxen", "at perform: kill", "at dinner: kill haxen",
        "at 5s: restart daemon at source", "at 5: kill haxen", "at perform: cut source",
        "at 5s: kill qemu at n1", "at perform: kill haxen now", "at perform: cut source target for long"}) {
    INFO(bad);
    const auto read = parse_faults(std::string("at 1s: stop vm1\n") + bad + "\n");
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == FaultKind::usage);
    CHECK(read.error().message.starts_with("line 2: "));
  }
}

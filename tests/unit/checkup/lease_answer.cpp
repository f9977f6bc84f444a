// SPDX-License-Identifier: GPL-2.0-or-later
// What sanlock prints, and which leases it tells to be given up.
#include "checkup/lease_answer.hpp"

#include <doctest/doctest.h>

#include "checkup/sanlock_sample.hpp"

using namespace haxen;
using checkup::LeaseRecord;
using checkup::LeaseState;
using checkup::LeaseView;
using test::sanlock_answer;

namespace {

LeaseView read(const std::string& text) {
  const auto view = checkup::read_leases(text, "LS");
  REQUIRE_MESSAGE(view, view.error().message);
  return *view;
}

std::string with(std::string text, const std::string& old, const std::string& now) {
  const auto at = text.find(old);
  REQUIRE(at != text.npos);
  return text.replace(at, old.size(), now);
}

LeaseState state(const LeaseView& view, unsigned host_id) {
  return checkup::state_of(view, view.leases.at(host_id));
}

}  // namespace

TEST_CASE("what a sanlock tells of itself and of the leases that it reads") {
  const auto view = read(sanlock_answer);
  CHECK(view.name == "be7a3440-77d9-40da-8682-a8e3f4c6dc8e.c");
  CHECK(view.watchdog == false);
  CHECK(view.now == 86114);
  CHECK(view.host_id == 3);
  CHECK(view.io_timeout == 1);
  CHECK_FALSE(view.used);
  CHECK(view.leases.size() == 3);
  CHECK(view.leases.at(1) ==
        LeaseRecord{1, 86006, 86112, 86007, 1, "c75ec3d9-549d-4829-ae5a-4234a0c6517d.a"});
}

TEST_CASE("a lease is dead, free or held as sanlock itself tells it") {
  const auto view = read(sanlock_answer);
  CHECK(state(view, 1) == LeaseState::dead);
  CHECK(state(view, 2) == LeaseState::free);
  CHECK(state(view, 3) == LeaseState::held);
  CHECK(checkup::dead_after(view.leases.at(1)) == Seconds(68));
  CHECK(checkup::dead_after(LeaseRecord{}) == Seconds(140));
  CHECK(checkup::unrenewed(view, view.leases.at(1)) == Seconds(107));
}

TEST_CASE("a lease fails and dies by the second in which sanlock says so") {
  LeaseView view;
  view.io_timeout = 1;
  LeaseRecord record{1, 86006, 0, 86007, 1, "a"};
  const auto at = [&](std::uint64_t now) {
    view.now = record.last_check = now;
    return checkup::state_of(view, record);
  };
  CHECK(at(86015) == LeaseState::held);
  CHECK(at(86016) == LeaseState::failing);
  CHECK(at(86075) == LeaseState::failing);
  CHECK(at(86076) == LeaseState::dead);
}

TEST_CASE("an onlooker that could not read for a while is not believed, whatever it makes of it") {
  // It was stopped for 85 s. 'sanlock client gets -h 1' said of host 2, which had been renewed all the time:
  // "h 2 gen 2 timestamp 86214 DEAD".
  LeaseView view;
  view.io_timeout = 1;
  view.now = 86300;
  CHECK(checkup::state_of(view, {2, 86214, 86215, 86215, 1, "b"}) == LeaseState::unknown);
  CHECK(checkup::state_of(view, {2, 0, 86215, 86215, 1, "b"}) == LeaseState::unknown);
}

TEST_CASE("a lease that nobody ever held, or whose age is not known, is neither free nor dead") {
  LeaseView view;
  view.now = 86300;
  CHECK(checkup::state_of(view, {0, 0, 86299, 86000, 1, ""}) == LeaseState::unknown);
  CHECK(checkup::state_of(view, {1, 86006, 86299, 0, 1, "a"}) == LeaseState::unknown);
}

TEST_CASE("a lockspace that the host is not in, joins, leaves or has lost tells nothing") {
  CHECK_FALSE(checkup::read_leases(sanlock_answer, "other")->host_id);
  CHECK_FALSE(checkup::read_leases(sanlock_answer, "L")->host_id);
  CHECK_FALSE(read(with(sanlock_answer, "LS:3:/srv/leases:0", "LS:3:/srv/leases:0 REM")).host_id);
  CHECK_FALSE(read(with(sanlock_answer, "LS:3:/srv/leases:0", "LS:3:/srv/leases:0 ADD")).host_id);
  CHECK_FALSE(read(with(sanlock_answer, "space_dead=0", "space_dead=1")).host_id);
}

TEST_CASE("what does not come from sanlock, or breaks off, is refused") {
  CHECK(checkup::read_leases("haxen: no sanlock\n", "LS").error().kind == FaultKind::unsupported);
  CHECK(checkup::read_leases("", "LS").error().message == "its sanlock does not answer");
  const auto broken = sanlock_answer.substr(0, sanlock_answer.find("haxen: told"));
  CHECK_FALSE(checkup::read_leases(broken, "LS"));
  const auto odd = read(
      "daemon \n    monotime=x\ns LS:-1:/:0\nhaxen: hosts\n99999999999 timestamp 1\n    timestamp=4\n"
      "haxen: told\n");
  CHECK(odd.leases.empty());
  CHECK_FALSE(odd.host_id);
}

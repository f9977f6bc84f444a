// SPDX-License-Identifier: GPL-2.0-or-later
// What people are told about reasons and states.
#include "report/words.hpp"

#include <doctest/doctest.h>
#include <set>

#include "document/words.hpp"

using namespace haxen;

namespace {

template <class Enum, class Say>
void check_all_are_told_apart(Say say) {
  std::set<std::string> told;
  for (int value = 0; !document::word(Enum{value}).empty(); ++value) {
    const std::string text(say(Enum{value}));
    CAPTURE(text);
    CHECK(text.size() > 1);
    CHECK(text.back() != '.');
    CHECK(told.insert(text).second);
  }
}

}  // namespace

TEST_CASE("every state, result, cause and reason has words of its own") {
  check_all_are_told_apart<model::VmState>([](auto e) { return report::word(e); });
  check_all_are_told_apart<model::Hypervisor>([](auto e) { return report::word(e); });
  check_all_are_told_apart<model::HindranceKind>([](auto e) { return report::word(e); });
  check_all_are_told_apart<model::JobKind>([](auto e) { return report::word(e); });
  check_all_are_told_apart<model::MoveResult>([](auto e) { return report::word(e); });
  check_all_are_told_apart<model::ShutDownResult>([](auto e) { return report::word(e); });
  check_all_are_told_apart<model::StopCause>([](auto e) { return report::word(e); });
  check_all_are_told_apart<model::Reason>([](auto e) { return report::sentence(e); });
  check_all_are_told_apart<model::Whereabouts>(
      [](auto e) { return report::sentence(e, NodeName("n1"), NodeName("n2")); });
}

TEST_CASE("every reason comes with what would resolve it") {
  for (int value = 0; !document::word(model::Reason{value}).empty(); ++value)
    CHECK(report::remedy(model::Reason{value}, "web1", "n3").size() > 5);
}

TEST_CASE("a remedy is a command with the names in place where there is one") {
  CHECK(report::remedy(model::Reason::cordoned, "web1", "n3") ==
        "haxen uncordon n3, if it may take VMs again");
  CHECK(report::remedy(model::Reason::snapshot, "web1", "n3") ==
        "virsh snapshot-delete web1 SNAPSHOT, once it is not needed");
}

TEST_CASE("particulars stand behind a colon, and where there are none there is no colon") {
  model::Blocker blocker{model::Reason::bridge_missing, VmUuid("u"), NodeName("n3"), "br7"};
  CHECK(report::sentence(blocker) == "a bridge is missing there: br7");
  blocker.detail.clear();
  CHECK(report::sentence(blocker) == "a bridge is missing there");
  CHECK(report::phrase({model::HindranceKind::pinned, ""}) == "pinned");
  CHECK(report::phrase({model::HindranceKind::host_device, "0000:03:00.0"}) == "host device 0000:03:00.0");
}

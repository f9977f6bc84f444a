// SPDX-License-Identifier: GPL-2.0-or-later
// What is found wrong with a fleet, and what is not.
#include "checkup/judge.hpp"

#include <doctest/doctest.h>

#include "planner/fleet_builder.hpp"

using namespace haxen;
using checkup::Answers;
using checkup::Question;
using model::FindingKind;
using model::PeerReach;

namespace {

model::Fleet two_nodes() { return test::FleetBuilder().node("n1", gib(8)).node("n2", gib(8)).build(); }

const std::vector<Question> questions{{NodeName("n1"), "qemu+ssh://root@n1/system", {}},
                                      {NodeName("n2"), "qemu+tls://n2/system", {}}};

std::vector<Answers> good_answers() {
  Answers by_ssh;
  by_ssh.clock = model::ClockOffset{Seconds(0.02), Seconds(0.01)};
  by_ssh.pairs = {{NodeName("n1"), NodeName("n2"), PeerReach::yes, {}}};
  Answers by_tls;
  by_tls.clock_unknown = "it is not reached by ssh";
  by_tls.pairs = {{NodeName("n2"), NodeName("n1"), PeerReach::unknown, "it is not reached by ssh"}};
  return {by_ssh, by_tls};
}

std::vector<std::string> messages(const model::FleetCheck& check) {
  std::vector<std::string> all;
  for (const auto& finding : check.findings) all.push_back(finding.message);
  return all;
}

}  // namespace

TEST_CASE("nodes that agree with each other leave nothing to mend, unknown as some of it may be") {
  const auto check = checkup::judge(two_nodes(), questions, good_answers());
  CHECK(check.findings.empty());
  REQUIRE(check.nodes.size() == 2);
  CHECK(check.nodes[0].transport == "ssh");
  CHECK(check.nodes[1].transport == "tls");
  CHECK(check.nodes[1].clock_unknown == "it is not reached by ssh");
  CHECK(check.pairs.size() == 2);
}

TEST_CASE("each thing that is wrong is told, with the nodes that it is about") {
  auto fleet = two_nodes();
  fleet.nodes[0].may_migrate = false;
  fleet.nodes[1].host_uuid = fleet.nodes[0].host_uuid;
  fleet.nodes[1].hypervisor_version = {8, 0, 0};
  auto answers = good_answers();
  answers[0].clock = model::ClockOffset{Seconds(-90), Seconds(0.5)};
  answers[0].pairs[0] = {NodeName("n1"), NodeName("n2"), PeerReach::no, "no route to host"};
  const auto check = checkup::judge(fleet, questions, answers);
  CHECK(messages(check) ==
        std::vector<std::string>{
            "node 'n1': this user may look, but not move VMs there",
            "node 'n1': its clock is 1 min 30 s behind ours",
            "'n1' and 'n2' report the same host UUID host-n1, so that libvirt takes them for one host",
            "'n1' has hypervisor 7.2.22 and 'n2' has 8.0.0: VMs do not move back to the older one",
            "'n1' cannot reach the libvirt of 'n2': no route to host"});
  CHECK(check.findings[2].nodes == std::vector{NodeName("n1"), NodeName("n2")});
}

TEST_CASE("a clock that may be right within its error is not held against its node") {
  auto answers = good_answers();
  answers[0].clock = model::ClockOffset{Seconds(2.4), Seconds(1.5)};
  CHECK(checkup::judge(two_nodes(), questions, answers).findings.empty());
  answers[0].clock = model::ClockOffset{Seconds(2.6), Seconds(1.5)};
  CHECK(messages(checkup::judge(two_nodes(), questions, answers)) ==
        std::vector<std::string>{"node 'n1': its clock is 2.6 s ahead of ours"});
}

TEST_CASE("a node that does not answer is told with its own fault") {
  auto fleet = two_nodes();
  fleet.nodes.pop_back();
  fleet.absent = {{NodeName("n2"), {FaultKind::late, "node 'n2': no answer within 10 s", "it hangs"}}};
  const auto check = checkup::judge(fleet, questions, good_answers());
  REQUIRE(check.findings.size() == 1);
  CHECK(check.findings[0] ==
        model::Finding{
            FindingKind::no_answer, {NodeName("n2")}, "node 'n2': no answer within 10 s", "it hangs"});
}

TEST_CASE("what keeps a guard from its work is told, and of a node that can be fenced that it has none") {
  using model::GuardPart;
  const auto told = [](model::Guard guard, bool fenced) {
    auto asked = questions;
    asked[0].fenced = fenced;
    auto answers = good_answers();
    answers[0].guard = guard;
    std::vector<FindingKind> kinds;
    for (const auto& finding : checkup::judge(two_nodes(), asked, answers).findings)
      kinds.push_back(finding.kind);
    return kinds;
  };
  using Kinds = std::vector<FindingKind>;
  const auto current = GuardPart::current, other = GuardPart::other, missing = GuardPart::missing;
  CHECK(told({current, current, true, true}, true).empty());
  CHECK(told({missing, missing, false, true}, false).empty());
  CHECK(told({missing, missing, false, true}, true) == Kinds{FindingKind::guard_missing});
  CHECK(told({other, current, true, true}, true) == Kinds{FindingKind::guard_outdated});
  CHECK(told({current, other, true, true}, false) == Kinds{FindingKind::guard_outdated});
  CHECK(told({current, missing, true, true}, true) == Kinds{FindingKind::guard_off});
  CHECK(told({current, current, false, true}, false) == Kinds{FindingKind::guard_refusing});
  // Somebody else than root cannot see whether it is admitted.
  CHECK(told({current, current, false, false}, true).empty());
}

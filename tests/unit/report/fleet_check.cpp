// SPDX-License-Identifier: GPL-2.0-or-later
// How the state of a fleet is shown and told.
#include "report/fleet_check.hpp"

#include <doctest/doctest.h>

#include "report/examples.hpp"
#include "report/golden.hpp"

using namespace haxen;
using model::PeerReach;

namespace {

model::NodeCheck checked(const std::string& name, const std::string& transport) {
  return {NodeName(name),
          "qemu+" + transport + "://" + name + "/system",
          transport,
          example::node(name),
          {},
          {},
          "it is not reached by ssh"};
}

model::PairCheck pair(const std::string& from, const std::string& to, PeerReach reach,
                      const std::string& why) {
  return {NodeName(from), NodeName(to), reach, why};
}

model::FleetCheck troubled() {
  model::FleetCheck check;
  check.nodes = {checked("node1", "ssh"), checked("node2", "tls"), checked("node3", "ssh")};
  check.nodes[0].clock = model::ClockOffset{Seconds(0.0021), Seconds(0.0014)};
  check.nodes[0].clock_unknown.clear();
  check.nodes[0].lock_manager = "none";
  check.nodes[0].guard = model::Guard{model::GuardPart::current, model::GuardPart::missing, true, true};
  check.nodes[1].node->may_migrate = false;
  check.nodes[2].node.reset();
  check.nodes[2].fault = {FaultKind::unreachable, "node 'node3': cannot connect: no route to host",
                          "is the host up, and does its ssh server run?"};
  const std::string not_asked = "it is not reached by ssh";
  check.pairs = {
      pair("node1", "node2", PeerReach::yes, ""),
      pair("node1", "node3", PeerReach::no, "unable to connect to server at 'node3:16514': No route"),
      pair("node2", "node1", PeerReach::unknown, not_asked),
      pair("node2", "node3", PeerReach::unknown, not_asked),
      pair("node3", "node1", PeerReach::unknown, "no route to host"),
      pair("node3", "node2", PeerReach::unknown, "no route to host")};
  check.findings = {{model::FindingKind::no_answer,
                     {NodeName("node3")},
                     check.nodes[2].fault.message,
                     check.nodes[2].fault.hint},
                    {model::FindingKind::may_not_migrate,
                     {NodeName("node2")},
                     "node 'node2': this user may look, but not move VMs there",
                     "give node2 a URI with another user in the fleet file"}};
  return check;
}

}  // namespace

TEST_CASE("the state of a fleet fits on a screen of 80 columns") {
  check_golden("fleet-check-troubled-80.txt", report::fleet_check_screen(troubled(), example::screen(80)));
  model::FleetCheck alone;
  alone.nodes = {checked("node1", "tls")};
  check_golden("fleet-check-alone-80.txt", report::fleet_check_screen(alone, example::screen(80)));
}

TEST_CASE("a script is told everything, and null for what is unknown") {
  check_golden("fleet-check-troubled.json",
               report::fleet_check_document(troubled(), "/etc/haxen/fleet.toml", example::evening(),
                                            ExitCode::partial, report::Form::pages));
}

// SPDX-License-Identifier: GPL-2.0-or-later
// Fleets on the screen.
#include "report/status.hpp"

#include <doctest/doctest.h>

#include "report/examples.hpp"
#include "report/golden.hpp"

using namespace haxen;

namespace {

void check_nodes(const std::string& name, const model::Fleet& fleet, const report::Style& style) {
  check_golden(name, report::node_screen(fleet, example::evening(), style));
}

}  // namespace

TEST_CASE("three nodes that are well fit on 80 columns") {
  check_nodes("status-small-80.txt", example::small(), example::screen(80));
  check_golden("vms-small-80.txt", report::vm_screen(example::small(), example::screen(80)));
}

TEST_CASE("marks, jobs, silence and a doubled VM are told below the nodes that they concern") {
  check_nodes("status-troubled-80.txt", example::troubled(), example::screen(80));
  check_golden("vms-troubled-80.txt", report::vm_screen(example::troubled(), example::screen(80)));
  check_golden("vms-troubled-140.txt", report::vm_screen(example::troubled(), example::screen(140)));
}

TEST_CASE("without drawn characters and with colours the same is said") {
  auto style = example::screen(80);
  style.glyphs = report::Glyphs::ascii;
  check_nodes("status-troubled-ascii.txt", example::troubled(), style);
  style.glyphs = report::Glyphs::unicode;
  style.colour = report::Colour::on;
  check_nodes("status-troubled-colour.txt", example::troubled(), style);
}

TEST_CASE("forty nodes are forty lines, and what differs is noted") {
  check_nodes("status-large-80.txt", example::large(), example::screen(80));
}

TEST_CASE("long names give way in their middle on 80 columns, and are whole where there is room") {
  check_nodes("status-wordy-80.txt", example::wordy(), example::screen(80));
  check_nodes("status-wordy-140.txt", example::wordy(), example::screen(140));
  check_golden("vms-wordy-80.txt", report::vm_screen(example::wordy(), example::screen(80)));
}

TEST_CASE("a fleet of which nobody answered is all silence") {
  auto fleet = example::troubled();
  fleet.nodes.clear();
  fleet.vms.clear();
  check_nodes("status-silent-80.txt", fleet, example::screen(80));
  CHECK(report::vm_screen(fleet, example::screen(80)) == "no VMs\n");
}

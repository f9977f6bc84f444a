// SPDX-License-Identifier: GPL-2.0-or-later
// What a fleet has room for, on the screen and for scripts.
#include "report/capacity.hpp"

#include <doctest/doctest.h>

#include "report/examples.hpp"
#include "report/golden.hpp"

using namespace haxen;

namespace {

model::Capacity roomy() {
  model::Capacity capacity;
  for (const auto& node : example::small().nodes) capacity.nodes.push_back({node.name, {}, {}});
  capacity.nodes[0].drain = example::drain();
  capacity.growth = {gib(4), mib(200), 2, 7, 3, 100};
  return capacity;
}

model::Capacity tight() {
  model::Capacity capacity;
  for (const auto& node : example::troubled().nodes) capacity.nodes.push_back({node.name, {}, {}});
  capacity.nodes[0].drain = example::blocked();
  for (const auto& vm : example::troubled().vms) capacity.nodes[1].stranded.push_back(vm.uuid);
  capacity.growth = {gib(4), mib(200), 1, 100, 0, 100};
  return capacity;
}

}  // namespace

TEST_CASE("a fleet that may lose any node says so, with what it has room for") {
  check_golden("capacity-roomy-80.txt",
               report::capacity_screen(example::small(), roomy(), example::screen(80)));
}

TEST_CASE("who would be stranded and who is in the way is named below the node") {
  check_golden("capacity-tight-80.txt",
               report::capacity_screen(example::troubled(), tight(), example::screen(80)));
}

TEST_CASE("scripts are told all of it") {
  using report::Form;
  check_golden("capacity-roomy.json", report::capacity_document(example::small(), "/etc/haxen/fleet.toml",
                                                                roomy(), example::evening(), Form::pages));
  check_golden("capacity-tight.json",
               report::capacity_document(example::troubled(), "", tight(), example::evening(), Form::pages));
}

// SPDX-License-Identifier: GPL-2.0-or-later
// What nodes say to one VM, on the screen and for scripts.
#include "report/verdicts.hpp"

#include <doctest/doctest.h>

#include "report/examples.hpp"
#include "report/golden.hpp"

using namespace haxen;

namespace {

model::Verdicts asked() {
  model::Verdicts verdicts;
  const auto fleet = example::small();
  verdicts.vm = fleet.vms.front().uuid;
  verdicts.name = fleet.vms.front().name;
  verdicts.own = {{model::Reason::snapshot, verdicts.vm, std::nullopt, "'before-upgrade'"}};
  verdicts.nodes.resize(3);
  verdicts.nodes[0] = {NodeName("node2"), false, {}, 0.0125, 0, {}};
  verdicts.nodes[1] = {NodeName("node1"), true, {}, 0.025, 2, {"db spread"}};
  verdicts.nodes[2] = {
      NodeName("node3"),
      false,
      {{model::Reason::not_enough_memory, verdicts.vm, NodeName("node3"), "needs 2 GiB, 1 GiB left"},
       {model::Reason::bridge_missing, verdicts.vm, NodeName("node3"), "br7"}},
      {},
      {},
      {}};
  return verdicts;
}

}  // namespace

TEST_CASE("the best place stands first, and every reason below the node that has it") {
  check_golden("verdicts-80.txt", report::verdict_screen(example::small(), asked(), example::screen(80)));
  check_golden("verdicts.json", report::verdict_document(example::small(), "/etc/haxen/fleet.toml", asked(),
                                                         example::evening(), report::Form::pages));
}

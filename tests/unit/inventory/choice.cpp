// SPDX-License-Identifier: GPL-2.0-or-later
// What the words on a command line mean.
#include "inventory/choice.hpp"

#include <doctest/doctest.h>

using namespace haxen;
using Words = std::vector<std::string>;

namespace {

model::Vm vm(const std::string& node, const std::string& name, const std::string& uuid,
             model::VmState state = model::VmState::running) {
  model::Vm made;
  made.node = NodeName(node);
  made.name = VmName(name);
  made.uuid = VmUuid(uuid);
  made.state = state;
  return made;
}

model::Fleet fleet() {
  model::Fleet made;
  for (const auto* name : {"node1", "node2"}) made.nodes.emplace_back().name = NodeName(name);
  made.absent = {{NodeName("node3"), {}}};
  made.vms = {vm("node1", "db1", "0a"),  vm("node1", "web1", "0b"),
              vm("node1", "web2", "0c"), vm("node2", "db1", "0d"),
              vm("node2", "odd*", "0e"), vm("node2", "web2", "0c", model::VmState::shut_off)};
  return made;
}

Words chosen(const Words& words) {
  const auto vms = inventory::choose_vms(fleet(), words);
  if (!vms) return {vms.error().message, vms.error().hint};
  Words names;
  for (const auto& each : *vms) names.push_back(each.name.str() + "@" + each.node.str());
  return names;
}

Words chosen_nodes(const Words& words) {
  const auto nodes = inventory::choose_nodes(fleet(), words);
  if (!nodes) return {nodes.error().message, nodes.error().hint};
  Words names;
  for (const auto& each : *nodes) names.push_back(each.str());
  return names;
}

}  // namespace

TEST_CASE("VMs are meant by name, by name and node, by UUID and by pattern, each once") {
  CHECK(chosen({"web1"}) == Words{"web1@node1"});
  CHECK(chosen({"db1@node2"}) == Words{"db1@node2"});
  CHECK(chosen({"0D"}) == Words{"db1@node2"});
  CHECK(chosen({"web*", "web1", "0a"}) == Words{"db1@node1", "web1@node1", "web2@node1"});
  CHECK(chosen({"*@node2"}) == Words{"db1@node2", "odd*@node2", "web2@node2"});
  CHECK(chosen({}) == Words{});
}

TEST_CASE("of a VM that is defined on two nodes the active copy is meant") {
  CHECK(chosen({"web2"}) == Words{"web2@node1"});
  CHECK(chosen({"web2@node2"}) == Words{"web2@node2"});
}

TEST_CASE("a name that is itself a pattern means the VM of that name") {
  CHECK(chosen({"odd*"}) == Words{"odd*@node2"});
}

TEST_CASE("a name that two VMs bear is refused with both") {
  CHECK(chosen({"db1"}) == Words{"'db1' could be any of db1@node1 (0a), db1@node2 (0d)",
                                 "name one of them as VM@NODE or by its UUID"});
}

TEST_CASE("a name that no VM bears is refused with the nearest one") {
  CHECK(chosen({"wbe1"}) == Words{"no VM 'wbe1'", "did you mean 'web1'?"});
  CHECK(chosen({"web1@node2"}) == Words{"no VM 'web1@node2'", "did you mean 'web1@node1'?"});
  CHECK(chosen({"mail"}) == Words{"no VM 'mail'", "it may be on 'node3', which did not answer"});
  CHECK(chosen({"mail*"}) == Words{"no VM matches 'mail*'", "it may be on 'node3', which did not answer"});
}

TEST_CASE("nodes are meant by name and pattern, whether they answered or not") {
  CHECK(chosen_nodes({"node2", "node1", "node1"}) == Words{"node1", "node2"});
  CHECK(chosen_nodes({"node*"}) == Words{"node1", "node2", "node3"});
  CHECK(chosen_nodes({"nod1"}) == Words{"no node 'nod1'", "did you mean 'node1'?"});
  CHECK(chosen_nodes({"x*"}) == Words{"no node matches 'x*'", "nodes: node1, node2, node3"});
}

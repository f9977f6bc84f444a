// SPDX-License-Identifier: GPL-2.0-or-later
// Rules of placement as a fleet file states them, and the VMs that they mean.
#include "config/rules.hpp"

#include <doctest/doctest.h>

#include "config/fleet_file.hpp"

using namespace haxen;
using namespace haxen::config;
using model::Rule;
using model::RuleKind;

namespace {

const std::string nodes = R"([[node]]
name = "n1"
uri = "qemu+tls://n1/system"
labels = { rack = "a" }
[[node]]
name = "n2"
uri = "qemu+tls://n2/system"
labels = { rack = "b" }
)";

/// The file's one rule.
RuleEntry rule(const std::string& keys) {
  return parse(nodes + "[[rule]]\n" + keys, "f").value().rules.at(0);
}

/// What is said about a file whose rule begins in line 9.
std::string complaint(const std::string& keys) {
  const auto config = parse(nodes + "[[rule]]\n" + keys, "f");
  return config ? "none" : config.error().message + " | " + config.error().hint;
}

std::vector<NodeName> names(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

model::Fleet fleet_of(const std::vector<std::string>& vms) {
  model::Fleet fleet;
  for (const auto& name : vms) {
    auto& vm = fleet.vms.emplace_back();
    vm.name = VmName(name);
    vm.uuid = VmUuid("6ecd88bc-5a6f-4a0e-b5d2-00000000000" + std::to_string(fleet.vms.size()));
  }
  return fleet;
}

std::vector<VmUuid> uuids(const std::string& last_digits) {
  std::vector<VmUuid> all;
  for (const char digit : last_digits)
    all.emplace_back(std::string("6ecd88bc-5a6f-4a0e-b5d2-00000000000") + digit);
  return all;
}

std::vector<Rule> rules_for(const std::string& keys, const model::Fleet& fleet) {
  return apply_rules(parse(nodes + "[[rule]]\n" + keys, "f").value(), fleet).rules;
}

}  // namespace

TEST_CASE("every key of a rule arrives") {
  Rule wanted;
  wanted.kind = RuleKind::only_on;
  wanted.name = "licences";
  wanted.nodes = names({"n2"});
  wanted.label = "rack";
  wanted.values = {"a", "b"};
  wanted.must = false;
  wanted.time = model::RuleTime::at_every_step;
  wanted.priority = 7;
  CHECK(rule("kind = 'only_on'\nname = 'licences'\nvms = ['db*', 'web1']\nnodes = ['n2']\nlabel = 'rack'\n"
             "values = ['a', 'b']\nmust = false\ntime = 'at_every_step'\npriority = 7\n") ==
        RuleEntry{wanted, {"db*", "web1"}});
}

TEST_CASE(
    "a rule must hold at the end unless it says otherwise, and is called by its place unless it has a name") {
  Rule wanted;
  wanted.kind = RuleKind::at_most;
  wanted.name = "at_most in line 9";
  wanted.limit = 2;
  CHECK(rule("kind = 'at_most'\nvms = ['*']\nlimit = 2\n") == RuleEntry{wanted, {"*"}});
}

TEST_CASE("a preference is never a must") {
  CHECK_FALSE(rule("kind = 'prefer'\nvms = ['a']\nnodes = ['n1']\n").rule.must);
}

TEST_CASE("nodes are named one by one or by pattern, and may stand below the rule") {
  CHECK(rule("kind = 'only_on'\nvms = ['a']\nnodes = ['n?']\n").rule.nodes == names({"n1", "n2"}));
  const auto config = parse("[[rule]]\nkind = 'never_on'\nvms = ['a']\nnodes = ['n2']\n" + nodes, "f");
  REQUIRE_MESSAGE(config, config.error().message);
  CHECK(config->rules[0].rule.nodes == names({"n2"}));
}

TEST_CASE("what a rule says wrongly is told with its place") {
  CHECK(complaint("kind = 'appart'\n") == "f:10:8: 'kind': unknown word 'appart' | did you mean 'apart'?");
  CHECK(complaint("kind = 'apart'\nvm = ['a']\n") ==
        "f:11:1: unknown key 'vm' in [[rule]] | did you mean 'vms'?");
  CHECK(complaint("kind = 'apart'\nvms = 'a'\n") == "f:11:7: 'vms' must be a list of texts, not a text | ");
  CHECK(complaint("kind = 'apart'\nvms = ['a', '[']\n") ==
        "f:11:13: 'vms': '[' is not a pattern: '[' is not closed | write '[[]' where the name itself holds a "
        "bracket");
  CHECK(complaint("kind = 'apart'\nvms = ['a', 'a']\n") == "f:11:13: 'vms': 'a' stands twice | ");
  CHECK(complaint("kind = 'apart'\nvms = []\n") == "f:11:7: 'vms': must not be empty | ");
  CHECK(complaint("kind = 'apart'\n") ==
        "f:9:1: [[rule]] does not say which VMs it is about | add vms = [\"web*\"], or [\"*\"] for all");
  CHECK(complaint("vms = ['a']\n") == "f:9:1: [[rule]] has no 'kind' | add kind = \"apart\"");
}

TEST_CASE("a rule bears only what its kind has a use for, and needs what it cannot do without") {
  CHECK(complaint("kind = 'apart'\nvms = ['a']\nlimit = 2\n") ==
        "f:12:1: a rule of kind 'apart' has no use for 'limit' | ");
  CHECK(complaint("kind = 'prefer'\nvms = ['a']\nnodes = ['n1']\nmust = true\n") ==
        "f:13:1: a rule of kind 'prefer' has no use for 'must' | ");
  CHECK(complaint("kind = 'at_most'\nvms = ['a']\n") == "f:9:1: a rule of kind 'at_most' needs 'limit' | ");
  CHECK(complaint("kind = 'direction'\nvms = ['a']\nlabel = 'rack'\n") ==
        "f:9:1: a rule of kind 'direction' needs 'values' | ");
  CHECK(complaint("kind = 'only_on'\nvms = ['a']\n") ==
        "f:9:1: [[rule]] names no node | add nodes = [\"node1\"], or a label and its values");
  CHECK(complaint("kind = 'only_on'\nvms = ['a']\nvalues = ['a']\n") ==
        "f:12:1: 'values' are of a 'label', and there is none | ");
}

TEST_CASE("nodes, labels and values are those that the file has") {
  CHECK(complaint("kind = 'only_on'\nvms = ['a']\nnodes = ['n1', 'm2']\n") ==
        "f:12:16: 'nodes': unknown node 'm2' | did you mean 'n2'?");
  CHECK(complaint("kind = 'apart'\nvms = ['a']\nlabel = 'rakc'\n") ==
        "f:12:9: 'label': unknown label 'rakc' | did you mean 'rack'?");
  CHECK(complaint("kind = 'only_on'\nvms = ['a']\nlabel = 'rack'\nvalues = ['zzz']\n") ==
        "f:13:10: 'values': unknown value of label 'rack' 'zzz' | known: a, b");
}

TEST_CASE("two rules of one name are refused") {
  CHECK(complaint("kind = 'apart'\nname = 'x'\nvms = ['a']\n[[rule]]\nkind = 'together'\nname = 'x'\nvms = "
                  "['b']\n") == "f:13:1: rule 'x' stands twice | the other one begins in line 9");
}

TEST_CASE("a rule's words mean VMs by name, UUID and pattern, each once") {
  const auto fleet = fleet_of({"web1", "web2", "db1"});
  const auto keys = "kind = 'apart'\nvms = ['web*', 'web1', '6ECD88BC-5a6f-4a0e-b5d2-000000000003']\n";
  CHECK(rules_for(keys, fleet).at(0).vms == uuids("123"));
}

TEST_CASE("a rule about VMs that are not there is left out, for it would read as one about all") {
  CHECK(rules_for("kind = 'apart'\nvms = ['mail*']\n", fleet_of({"web1"})).empty());
}

TEST_CASE("a rule about * is one about all VMs") {
  const auto rules = rules_for("kind = 'apart'\nvms = ['*']\n", fleet_of({"web1"}));
  REQUIRE(rules.size() == 1);
  CHECK(rules[0].vms.empty());
}

TEST_CASE("a rule may be about groups that VMs' owners state, instead of or beside names") {
  CHECK(rule("kind = 'apart'\ngroups = ['db', 'q*']\n").groups == std::vector<std::string>{"db", "q*"});
  const auto fleet = fleet_of({"web1", "web2", "db1"});
  model::Statements statements;
  statements[fleet.vms[0].uuid].groups = {"front"};
  statements[fleet.vms[2].uuid].groups = {"store", "db"};
  const auto config =
      parse(nodes + "[[rule]]\nkind = 'apart'\nvms = ['web2']\ngroups = ['d?']\n", "f").value();
  CHECK(apply_rules(config, fleet, statements).rules.at(0).vms == uuids("23"));
}

TEST_CASE("rules that can never hold together are refused where the later one stands") {
  const std::string apart = "kind = 'apart'\nname = 'x'\nvms = ['a', 'b', 'c*']\n";
  CHECK(complaint(apart + "[[rule]]\nkind = 'together'\nname = 'y'\nvms = ['a', 'b']\n") ==
        "f:13:1: rules 'x' and 'y' can never hold for 'a', 'b': they cannot be both apart and together | "
        "change one, "
        "or say must = false");
  CHECK(complaint(apart + "[[rule]]\nkind = 'together'\nname = 'y'\nvms = ['a', 'b']\nmust = false\n") ==
        "none");
  CHECK(complaint(apart + "[[rule]]\nkind = 'together'\nname = 'y'\nvms = ['a', 'c*']\n") == "none");
  CHECK(complaint(
            "kind = 'only_on'\nname = 'x'\nvms = ['a']\nnodes = ['n1']\n[[rule]]\nkind = 'never_on'\nname = "
            "'y'\nvms = ['a']\nlabel = 'rack'\nvalues = ['a']\n") ==
        "f:14:1: rules 'x' and 'y' can never hold for 'a': no node is left for it | change one, or say must "
        "= false");
}

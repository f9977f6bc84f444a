// SPDX-License-Identifier: GPL-2.0-or-later
// What is said about a fleet file that is wrong.
#include <doctest/doctest.h>

#include "config/fleet_file.hpp"
#include "config/sample.hpp"

using namespace haxen;
using namespace haxen::config;

namespace {

struct Case {
  std::string text;
  std::string message;
  std::string hint = {};
};

void check(const Case& each) {
  CAPTURE(each.text);
  const auto config = parse(each.text, "f");
  REQUIRE_FALSE(config);
  CHECK(config.error().kind == FaultKind::usage);
  CHECK(config.error().message == each.message);
  CHECK(config.error().hint == each.hint);
}

std::string node(const std::string& keys) {
  return "[[node]]\nname = 'n'\nuri = 'qemu+tls://n/system'\n" + keys;
}
std::string bare(const std::string& uri) { return "[[node]]\nname = 'n'\nuri = '" + uri + "'\n"; }
std::string vm(const std::string& keys) { return node("[[vm]]\n" + keys); }
std::string defaults(const std::string& keys) { return "[defaults]\n" + keys + "\n" + node(""); }

}  // namespace

TEST_CASE("unknown keys are told with the nearest known one") {
  check({node("memroy = '4GiB'"), "f:4:1: unknown key 'memroy' in [[node]]", "did you mean 'memory'?"});
  check({defaults("outage_buget = '1s'"), "f:2:1: unknown key 'outage_buget' in [defaults]",
         "did you mean 'outage_budget'?"});
  check({vm("mtach = '*'"), "f:5:1: unknown key 'mtach' in [[vm]]", "did you mean 'match'?"});
  check({"[[nodes]]\nname = 'n'\n", "f:1:3: unknown table or key 'nodes'", "did you mean 'node'?"});
  check({"zzzzzz = 1\n", "f:1:1: unknown table or key 'zzzzzz'", "known: defaults, hooks, node, vm, rule"});
}

TEST_CASE("values of the wrong type are told with the right one") {
  check({node("memory = 4"), "f:4:10: 'memory' must be a size such as \"4GiB\", not a whole number"});
  check({node("labels = 'a'"), "f:4:10: 'labels' must be a table of texts, not a text"});
  check({node("labels = { rack = 1 }"), "f:4:19: 'rack' must be a text, not a whole number"});
  check({defaults("moves_in_fleet = '8'"), "f:2:18: 'moves_in_fleet' must be a whole number, not a text"});
  check(
      {defaults("moves_in_fleet = 1.5"), "f:2:18: 'moves_in_fleet' must be a whole number, not a fraction"});
  check({defaults("deadline = 1979-05-27"),
         "f:2:12: 'deadline' must be a duration such as \"250ms\", not a date or time"});
  check(
      {vm("match = '*'\nmay_throttle = 'yes'"), "f:6:16: 'may_throttle' must be true or false, not a text"});
  check({vm("match = ['a']"), "f:5:9: 'match' must be a text, not a list"});
  check({"defaults = 1\n", "f:1:1: 'defaults' must be written as [defaults]"});
  check({"[node]\nname = 'n'\n", "f:1:2: 'node' must be written as [[node]]"});
  check({"node = [1]\n", "f:1:9: 'node' must be written as [[node]]"});
}

TEST_CASE("bad units and bad numbers are told with the good ones") {
  check({node("memory = '4Gib'"), "f:4:10: 'memory': 'Gib' is not a known unit",
         "units: B, KiB, MiB, GiB, TiB, kB, KB, MB, GB, TB, K, M, G, T"});
  check({defaults("deadline = '10'"), "f:2:12: 'deadline': '10' has no unit", "units: ms, s, m, min, h, d"});
  check({node("link = '0Gbit/s'"), "f:4:8: 'link': '0Gbit/s' must be above zero"});
}

TEST_CASE("what is out of bounds is told with the bounds") {
  check({defaults("moves_per_source = 0"), "f:2:20: 'moves_per_source': must be 1 to 16"});
  check({defaults("moves_per_target = -1"), "f:2:20: 'moves_per_target': must be 1 to 16"});
  check({defaults("moves_in_fleet = 4294967297"), "f:2:18: 'moves_in_fleet': must be 1 to 1000"});
  check({defaults("outage_budget = '0ms'"), "f:2:17: 'outage_budget': must be 1ms to 1h"});
  check({defaults("deadline = '1d'"), "f:2:12: 'deadline': must be 100ms to 10m"});
  check({defaults("time_limit = '8d'"), "f:2:14: 'time_limit': must be 1s to 7d"});
  check({defaults("overcommit = 0"), "f:2:14: 'overcommit': must be 0.1 to 10"});
  check({defaults("overcommit = nan"), "f:2:14: 'overcommit': must be 0.1 to 10"});
  check({node("memory = '0'"), "f:4:10: 'memory': must be 1 MiB to 1 PiB"});
  check({vm("match = '*'\nprobe = 'ucp://:7'"), "f:6:9: 'probe': target 'ucp://:7': unknown kind 'ucp'",
         "did you mean 'udp'?"});
  check({vm("match = '*'\npriority = 5000"), "f:6:12: 'priority': must be -1000 to 1000"});
  check({defaults("tls = 'require'"), "f:2:7: 'tls': unknown word 'require'", "did you mean 'required'?"});
}

TEST_CASE("addresses that lead nowhere are refused") {
  const std::string example = "write a URI such as qemu+ssh://root@node1/system";
  check({bare("node1"), "f:3:7: 'uri': 'node1' has no scheme", example});
  check({bare("://n/system"), "f:3:7: 'uri': '://n/system' has no scheme", example});
  check({bare("qemu+shh://n/system"), "f:3:7: 'uri': unknown transport 'shh', in 'qemu+shh://n/system'",
         "did you mean 'ssh'?"});
  check({bare("qmeu://n/system"), "f:3:7: 'uri': unknown hypervisor 'qmeu', in 'qmeu://n/system'",
         "did you mean 'qemu'?"});
  check({bare("qemu:///system"),
         "f:3:7: 'uri': 'qemu:///system' names no host, so that no other node can connect to it",
         "set peer_uri, as in qemu+tls://node1/system"});
  check({bare("qemu+tls://fd00::1/system"),
         "f:3:7: 'uri': 'qemu+tls://fd00::1/system' holds an IPv6 address without brackets",
         "write it as in tcp://[fd00::1]"});
  check(
      {bare("qemu+ssh://root@/system"), "f:3:7: 'uri': 'qemu+ssh://root@/system' names a user, but no host"});
  check({bare("qemu+tls://n:0/system"),
         "f:3:7: 'uri': 'n:0' does not end in a host and a port of 1 to 65535, in 'qemu+tls://n:0/system'"});
  check({bare("qemu+tls://[fd00::1/system"),
         "f:3:7: 'uri': '[fd00::1' is not a host name, in 'qemu+tls://[fd00::1/system'"});
  check({bare("qemu+tls://n n/system"), "f:3:7: 'uri': 'qemu+tls://n n/system' holds a blank"});
  check(
      {node("migrate_uri = 'tcp:10.0.0.1'"), "f:4:15: 'migrate_uri': 'tcp:10.0.0.1' has no scheme", example});
  check(
      {node("migrate_uri = 'tcp://:49152'"),
       "f:4:15: 'migrate_uri': ':49152' does not end in a host and a port of 1 to 65535, in 'tcp://:49152'"});
  check({node("migrate_uri = 'tpc://n'"), "f:4:15: 'migrate_uri': unknown scheme 'tpc', in 'tpc://n'",
         "did you mean 'tcp'?"});
}

TEST_CASE("nodes are named once, and so that lists and patterns can tell them apart") {
  check({node("") + node(""), "f:5:8: node 'n' is listed twice", "it stands in line 2 too"});
  check({node("") + "[[node]]\nname = 'm'\nuri = 'qemu+tls://n/system'\n",
         "f:6:7: 'qemu+tls://n/system' is listed twice", "it stands in line 3 too"});
  check({"[[node]]\nname = 'a@b'\n", "f:2:8: 'name': 'a@b' cannot name a node",
         "use letters, digits, '.', '-' and '_', beginning with a letter or digit"});
  check({"[[node]]\nname = ''\n", "f:2:8: 'name': must not be empty"});
}

TEST_CASE("what a table lacks is told where the table begins") {
  check({"", "f:1:1: names no node", "add a [[node]] table with a name and a uri for each"});
  check({"[[node]]\nuri = 'qemu+tls://n/system'\n", "f:1:1: [[node]] has no 'name'", "add name = \"node1\""});
  check({"[[node]]\nname = 'n'\n", "f:1:1: [[node]] has no 'uri'",
         "add uri = \"qemu+ssh://root@node1/system\""});
  check({vm("priority = 1"), "f:4:1: [[vm]] does not say which VMs it is about",
         "add match = \"web*\", name or uuid"});
}

TEST_CASE("a [[vm]] table is about one thing that can be meant") {
  check({vm("match = 'a'\nname = 'b'"), "f:6:1: [[vm]] takes only one of 'match', 'name' and 'uuid'",
         "write a [[vm]] table for each"});
  check({vm("match = 'web['"), "f:5:9: 'match': 'web[' is not a pattern: '[' is not closed",
         "write '[[]' where the name itself holds a bracket"});
  check({vm("match = 'web\\'"), "f:5:9: 'match': 'web\\' is not a pattern: it ends in '\\'"});
  check({vm("uuid = 'web1'"), "f:5:8: 'uuid': 'web1' is not a UUID",
         "write it as in 6ecd88bc-5a6f-4a0e-b5d2-0c6a2d0f9a41"});
}

TEST_CASE("of several faults the first in the file is told") {
  check({vm("match = '['\n") + "[[node]]\nnmae = 'x'\n[defaults]\nx = 1\n",
         "f:5:9: 'match': '[' is not a pattern: '[' is not closed",
         "write '[[]' where the name itself holds a bracket"});
  check({node("[[vm]]\nnam = 'x'\n[[node]]\nname = 3\n"), "f:5:1: unknown key 'nam' in [[vm]]",
         "did you mean 'name'?"});
}

TEST_CASE("a syntax error is told with its place") {
  check({"[[node]]\nname = \"n\n",
         "f:2:10: not valid TOML: error while parsing string: unescaped control characters other than TAB "
         "(U+0009) are explicitly prohibited"});
  check({node("memory = '1GiB'\nmemory = '2GiB'\n"),
         "f:5:10: not valid TOML: error while parsing key-value pair: cannot redefine existing string "
         "'memory'"});
}

TEST_CASE("a fault repeats no control characters") {
  check({"\"a\\u001b[2J\" = 1\n", "f:1:1: unknown table or key 'a?[2J'",
         "known: defaults, hooks, node, vm, rule"});
}

TEST_CASE("what is wrong with a way to switch a node off is told before any agent is asked") {
  const auto level = [](const std::string& keys) {
    return node("[[node.fence]]\nagent = 'fence_x'\n" + keys);
  };
  check({node("[[node.fence]]\nip = 'a'"), "f:4:1: [[node.fence]] has no 'agent'",
         "add agent = \"fence_ipmilan\""});
  check({node("[node.fence]\nagent = 'fence_x'"), "f:4:7: 'fence' must be written as [[node.fence]]"});
  check({node("fence = ['fence_x']"), "f:4:10: 'fence' must be written as [[node.fence]]"});
  check({node("[[node.fence]]\nagent = 'agents/fence_x'"),
         "f:5:9: 'agent': must be an agent's name or an absolute path", "such as \"fence_ipmilan\""});
  check({level("timeout = '1ms'"), "f:6:11: 'timeout': must be 1s to 1h"});
  check({level("ip = 1.5"), "f:6:6: 'ip' must be a text, a whole number, or true or false, not a fraction"});
  check({level("ip = ''"), "f:6:6: 'ip': must not be empty"});
  check({level("ip = \"a\\nport=1\""), "f:6:6: 'ip': must not hold control characters"});
  check({level("password_file = 'a'\npassword_command = ['b']"),
         "f:7:1: 'password_file' and 'password_command' stand both", "leave one out"});
  check({level("password_command = 'b'"),
         "f:6:20: 'password_command' must be a list of texts, a program and its arguments, not a text"});
}

TEST_CASE("what is wrong with a node's lease is told before any sanlock is asked") {
  const auto lease = [](const std::string& keys) { return node("[node.lease]\n" + keys); };
  check({lease("timeout = '1m'"), "f:4:7: [node.lease] has no 'host_id'",
         "add the node's own of libvirt's qemu-sanlock.conf, such as host_id = 1"});
  check({lease("host_id = 0"), "f:5:11: 'host_id': must be 1 to 2000"});
  check({lease("host_id = 2001"), "f:5:11: 'host_id': must be 1 to 2000"});
  check({lease("host_id = 1\nlockspace = 'a:b'"),
         "f:6:13: 'lockspace': must be at most 48 letters, digits and . - _",
         "'sanlock client status' tells it behind each 's'"});
  check({lease("host_id = 1\ntimeout = '2h'"), "f:6:11: 'timeout': must be 1s to 1h"});
  check({lease("hostid = 1"), "f:5:1: unknown key 'hostid' in [node.lease]", "did you mean 'host_id'?"});
  check({node("lease = 3"), "f:4:9: 'lease' must be a table, not a whole number"});
  check({node("[[node.lease]]\nhost_id = 1"), "f:4:1: 'lease' must be a table, not a list"});
}

TEST_CASE("two nodes do not share a lease, but may have the same host_id in different lockspaces") {
  const auto second = [](const std::string& keys) {
    return node("[node.lease]\nhost_id = 3\n") +
           "[[node]]\nname = 'n2'\nuri = 'qemu+ssh://n2/system'\n[node.lease]\n" + keys;
  };
  check({second("host_id = 3"), "f:10:11: 'host_id': 3 is another node's in lockspace '__LIBVIRT__DISKS__'",
         "it stands in line 5 too"});
  CHECK(parse(second("host_id = 3\nlockspace = 'other'"), "f"));
}

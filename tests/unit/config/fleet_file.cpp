// SPDX-License-Identifier: GPL-2.0-or-later
// What a sound fleet file means.
#include "config/fleet_file.hpp"

#include <algorithm>
#include <cstdio>
#include <doctest/doctest.h>
#include <fstream>

#include "config/sample.hpp"

using namespace haxen;
using namespace haxen::config;
using namespace std::chrono_literals;

namespace {

// As read from this file.
Config sample(const std::string& file) {
  Config config;
  config.defaults = {.outage_budget = 100ms,
                     .moves_per_source = 1,
                     .moves_per_target = 3,
                     .moves_in_fleet = 5,
                     .starts_per_node = 6,
                     .tls = Tls::required,
                     .deadline = 5s,
                     .time_limit = 1h,
                     .cool_down = 2h,
                     .reserve = gib(1),
                     .overcommit = 1.5,
                     .vcpu_overcommit = 4.0};
  config.hooks = {.directory = "/srv/hooks", .time_limit = 30s};
  NodeEntry first;
  first.name = NodeName("node1");
  first.uri = "qemu+ssh://root@node1/system";
  first.peer_uri = "qemu+tls://node1.lan/system";
  first.migrate_uri = "tcp://10.77.0.11";
  first.memory = gib(64);
  first.reserve = gib(4);
  first.link = Bandwidth{1.25e9};
  first.labels = {{"rack", "a"}, {"psu", "1"}};
  model::FenceLevel bmc{"fence_ipmilan", 40s,           "secrets/bmc1", {}, {}, file + ":25:1",
                        file + ":26:9",  file + ":29:1"};
  bmc.parameters = {{"ip", std::string("bmc1"), file + ":27:1"},
                    {"username", std::string("admin"), file + ":28:1"},
                    {"lanplus", true, file + ":30:1"}};
  model::FenceLevel pdu{"/opt/fence/fence_pdu", 60s,           {}, {"pass", "pdu", "pdu"}, {}, file + ":33:1",
                        file + ":34:9",         file + ":35:1"};
  pdu.parameters = {{"plug", std::int64_t{7}, file + ":36:1"}};
  first.fence = {bmc, pdu};
  NodeEntry second;
  second.name = NodeName("node2");
  second.uri = second.peer_uri = "qemu+tls://[fd00::2]:16514/system";
  second.migrate_uri = "tcp://[fd00::2]";
  second.reserve = gib(1);
  second.lease = model::HostLease{"VMS", 7, "kvm2", 4min, file + ":49:7", file + ":51:11"};
  config.nodes = {first, second};
  VmPolicyEntry web{VmKey::match, "web*", 50ms, true, {}, {}, 10, model::HandOver::confirmed};
  VmPolicyEntry database{VmKey::name, "db1", {}, {}, false, true, {}};
  VmPolicyEntry one{VmKey::uuid, "6ecd88bc-5a6f-4a0e-b5d2-0c6a2d0f9a41", {}, {}, {}, {}, -1};
  config.vms = {web, database, one};
  RuleEntry replicas;
  replicas.rule.kind = model::RuleKind::apart;
  replicas.rule.name = "web replicas";
  replicas.rule.label = "rack";
  replicas.rule.must = false;
  replicas.rule.time = model::RuleTime::at_every_step;
  replicas.rule.priority = 3;
  replicas.vms = {"web*"};
  config.rules = {replicas};
  return config;
}

std::string node(const std::string& keys) { return "[[node]]\nname = 'n'\n" + keys; }

std::string migrate_uri(const std::string& keys) {
  return parse(node(keys), "f").value().nodes[0].migrate_uri;
}

}  // namespace

TEST_CASE("every key of a fleet file arrives, and what a node leaves out comes from the defaults") {
  const auto config = parse(sample_file, "fleet.toml");
  REQUIRE_MESSAGE(config, config.error().message);
  CHECK(*config == sample("fleet.toml"));
}

TEST_CASE("two lines make a fleet, with the stated defaults") {
  const auto config = parse(node("uri = 'qemu+ssh://n/system'\n"), "f").value();
  CHECK(config.defaults == Defaults{});
  CHECK(config.nodes[0].reserve == mib(512));
  CHECK(config.nodes[0].peer_uri == "qemu+ssh://n/system");
}

TEST_CASE("the defaults count wherever they stand in the file") {
  const auto config = parse(node("uri = 'qemu+ssh://n/system'\n[defaults]\nreserve = '2GiB'\n"), "f").value();
  CHECK(config.nodes[0].reserve == gib(2));
}

TEST_CASE("the migration address is the host of the peer address unless it is given") {
  CHECK(migrate_uri("uri = 'qemu+ssh://root@n1:2222/system'") == "tcp://n1");
  CHECK(migrate_uri("uri = 'qemu+ssh://a/system'\npeer_uri = 'qemu+tls://b.c/system'") == "tcp://b.c");
  CHECK(migrate_uri("uri = 'qemu+tls://[2001:db8::1]/system'") == "tcp://[2001:db8::1]");
  CHECK(migrate_uri("uri = 'qemu:///system'\npeer_uri = 'qemu+tls://b/system'") == "tcp://b");
  CHECK(migrate_uri("uri = 'qemu+ssh://a/system'\nmigrate_uri = 'rdma://x:49152'") == "rdma://x:49152");
  CHECK(migrate_uri("uri = 'test:///default'").empty());
}

TEST_CASE("labels may stand in a table of their own") {
  const auto config = parse(node("uri = 'qemu+ssh://n/system'\n[node.labels]\nrack = 'b'\n"), "f").value();
  CHECK(config.nodes[0].labels == std::map<std::string, std::string>{{"rack", "b"}});
}

TEST_CASE("the flag wins over the environment, and that over the usual place") {
  CHECK(fleet_file("a", "b") == "a");
  CHECK(fleet_file(std::nullopt, "b") == "b");
  CHECK(fleet_file(std::nullopt, "") == "/etc/haxen/fleet.toml");
  CHECK(fleet_file(std::nullopt, std::nullopt) == "/etc/haxen/fleet.toml");
}

TEST_CASE("a file is read from disk, and one that cannot be is told with the reason") {
  const std::string name = "unit_config_fleet.toml";
  std::ofstream(name) << sample_file;
  CHECK(load(name) == sample(name));
  std::remove(name.c_str());
  const auto gone = load(name);
  REQUIRE_FALSE(gone);
  CHECK(gone.error().kind == FaultKind::usage);
  CHECK(gone.error().message ==
        "'unit_config_fleet.toml': cannot read the fleet file: No such file or directory");
  CHECK(load(".").error().message == "'.': cannot read the fleet file: Is a directory");
}

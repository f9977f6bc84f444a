// SPDX-License-Identifier: GPL-2.0-or-later
// How [[vm]] tables add up for one VM.
#include "config/policy.hpp"

#include <doctest/doctest.h>

#include "config/fleet_file.hpp"
#include "config/sample.hpp"

using namespace haxen;
using namespace haxen::config;
using namespace std::chrono_literals;

namespace {

model::Vm vm(const std::string& name, const std::string& uuid = "00000000-0000-0000-0000-000000000001") {
  model::Vm made;
  made.name = VmName(name);
  made.uuid = VmUuid(uuid);
  return made;
}

const auto confirmed = model::HandOver::confirmed;

}  // namespace

TEST_CASE("the fleet's own hand-over holds for VMs that say nothing of it") {
  const auto config = parse(
                          "[defaults]\nhandover = 'confirmed'\n[[node]]\nname = 'a'\nuri = 'test:///a'\n"
                          "[[vm]]\nname = 'db'\nhandover = 'fast'\n",
                          "f")
                          .value();
  CHECK(policy_for(config, vm("mail")).hand_over == confirmed);
  CHECK(policy_for(config, vm("db")).hand_over == model::HandOver::fast);
}

TEST_CASE("a VM that no table is about has the defaults") {
  const auto config = parse(sample_file, "f").value();
  CHECK(policy_for(config, vm("mail")) == model::Policy{.outage_budget = 100ms});
}

TEST_CASE("patterns, names and UUIDs pick a VM") {
  const auto config = parse(sample_file, "f").value();
  CHECK(policy_for(config, vm("web7")) ==
        model::Policy{.outage_budget = 50ms, .may_throttle = true, .priority = 10, .hand_over = confirmed});
  CHECK(policy_for(config, vm("db1")) == model::Policy{.outage_budget = 100ms, .may_shut_down = true});
  CHECK(policy_for(config, vm("db10")) == model::Policy{.outage_budget = 100ms});
}

TEST_CASE("the later table wins, key by key") {
  const auto config = parse(sample_file, "f").value();
  CHECK(policy_for(config, vm("web7", "6ecd88bc-5a6f-4a0e-b5d2-0c6a2d0f9a41")) ==
        model::Policy{.outage_budget = 50ms, .may_throttle = true, .priority = -1, .hand_over = confirmed});
}

TEST_CASE("the last table about a VM that has a probe says how it is probed") {
  const auto config = parse(
                          "[[node]]\nname = 'n'\nuri = 'qemu+ssh://n/system'\n"
                          "[[vm]]\nmatch = 'web*'\nprobe = 'http://:8080/health'\n"
                          "[[vm]]\nname = 'web2'\nprobe = 'udp://10.0.0.2:7'\n"
                          "[[vm]]\nname = 'web2'\npriority = 1\n",
                          "f")
                          .value();
  CHECK(probe_for(config, vm("web1")) == "http://:8080/health");
  CHECK(probe_for(config, vm("web2")) == "udp://10.0.0.2:7");
  CHECK(probe_for(config, vm("mail")) == std::nullopt);
}

TEST_CASE("a fleet's VMs all get their policy, whatever they had before") {
  const auto config = parse(sample_file, "f").value();
  model::Fleet fleet;
  fleet.vms = {vm("mail"), vm("web1")};
  fleet.vms[0].policy.priority = 99;
  auto wanted = fleet;
  wanted.vms[0].policy = {.outage_budget = 100ms};
  wanted.vms[1].policy = {
      .outage_budget = 50ms, .may_throttle = true, .priority = 10, .hand_over = confirmed};
  CHECK(apply_policy(config, fleet) == wanted);
}

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to read the lab's fleet file and to look for a VM.
#include "virt/fleet.hpp"

#include <algorithm>
#include <cstdlib>
#include <toml++/toml.h>

namespace haxen::lab {

std::vector<LabNode> nodes() {
  std::vector<LabNode> result;
  const auto file = toml::parse_file(std::getenv("HAXEN_FLEET"));
  for (const auto& each : *file["node"].as_array()) {
    const auto& node = *each.as_table();
    const auto word = [&node](const char* key) { return node[key].value_or(std::string()); };
    result.push_back({NodeName(word("name")), word("uri"), word("peer_uri"), word("migrate_uri")});
  }
  return result;
}

std::vector<virt::Endpoint> endpoints() {
  std::vector<virt::Endpoint> result;
  for (const auto& node : nodes()) {
    virt::Endpoint endpoint;
    endpoint.name = node.name;
    endpoint.uri = node.uri;
    // Generous: what is slow on a busy machine is no defect.
    endpoint.connect_deadline = std::chrono::minutes(1);
    endpoint.call_deadline = std::chrono::minutes(1);
    result.push_back(std::move(endpoint));
  }
  return result;
}

model::Vm Lab::find(const std::string& vm) {
  for (const auto& node : nodes()) {
    const auto host = open(node.name);
    for (auto& each : ask(host->observe()).vms) {
      if (each.name.str() == vm && model::is_active(each.state)) return each;
    }
  }
  throw std::runtime_error("no VM '" + vm + "' runs in the lab");
}

NodeName Lab::other_than(const NodeName& node) const {
  const auto all = nodes();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const LabNode& each) { return each.name != node; });
  return found->name;
}

virt::MigrationRequest Lab::request(const model::Vm& vm, const NodeName& to) const {
  const auto all = nodes();
  const auto target =
      std::find_if(all.begin(), all.end(), [&](const LabNode& each) { return each.name == to; });
  virt::MigrationRequest request;
  request.vm = vm.uuid;
  request.to = to;
  request.peer_uri = target->peer_uri;
  request.migrate_uri = target->migrate_uri;
  request.persistent = vm.persistent;
  return request;
}

}  // namespace haxen::lab

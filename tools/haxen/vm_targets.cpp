// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how VMs' addresses become targets.
#include "vm_targets.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "config/policy.hpp"

namespace haxen::program {

namespace {

using Addresses = std::map<VmUuid, std::vector<std::string>>;

Result<probe::Target> written(const Session& session, const model::Vm& vm,
                              const std::optional<probe::TargetDefaults>& wanted, const std::string& host) {
  probe::TargetDefaults defaults = wanted.value_or(probe::TargetDefaults{});
  defaults.host = host;
  const auto text = wanted ? std::string() : config::probe_for(session.config(), vm).value_or("");
  return probe::parse_target(text, defaults);
}

bool names_a_host(const Session& session, const model::Vm& vm) {
  return written(session, vm, std::nullopt, {}).has_value();
}

const std::string& best(const std::vector<std::string>& addresses) {
  const auto is_ipv4 = [](const std::string& address) { return address.find(':') == address.npos; };
  const auto found = std::ranges::find_if(addresses, is_ipv4);
  return found == addresses.end() ? addresses.front() : *found;
}

Result<std::string> address_of(const model::Vm& vm, const Result<Addresses>& known) {
  if (!known) return tl::unexpected(known.error());
  const auto found = known->find(vm.uuid);
  if (found != known->end() && !found->second.empty()) return best(found->second);
  return fault(
      FaultKind::missing,
      fmt::format("vm '{}': neither node '{}' nor this machine knows an address of it", vm.name, vm.node),
      "an agent in the guest or a DHCP lease would tell; or write one as 'probe' of a [[vm]] table in "
      "the fleet file");
}

}  // namespace

Task<std::vector<VmTarget>> find_targets(Session& session, std::vector<model::Vm> vms,
                                         std::optional<probe::TargetDefaults> wanted) {
  std::map<NodeName, std::vector<VmUuid>> asked;
  for (const auto& vm : vms)
    if (wanted || !names_a_host(session, vm)) asked[vm.node].push_back(vm.uuid);
  std::vector<NodeName> nodes;
  std::vector<Task<Result<Addresses>>> questions;
  for (const auto& [node, uuids] : asked) {
    nodes.push_back(node);
    questions.push_back(session.connections().addresses(node, uuids));
  }
  auto answers = co_await all(session.loop(), std::move(questions));
  std::map<NodeName, Result<Addresses>> known;
  for (std::size_t i = 0; i < nodes.size(); ++i) known.emplace(nodes[i], std::move(answers[i]));
  std::vector<VmTarget> targets;
  for (const auto& vm : vms) {
    auto target = written(session, vm, wanted, {});
    if (!target) {
      const auto address = address_of(vm, known.at(vm.node));
      target = address ? written(session, vm, wanted, *address) : tl::unexpected(address.error());
    }
    targets.push_back({{vm.uuid, vm.name}, std::move(target)});
  }
  co_return targets;
}

}  // namespace haxen::program

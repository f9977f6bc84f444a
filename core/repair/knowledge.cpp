// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to find the copies that a survey cannot judge.
#include "repair/knowledge.hpp"

#include <utility>

namespace haxen::repair {

namespace {

bool is_odd(const model::Vm& vm) {
  using enum model::VmState;
  return is_receiving(vm) || vm.state == paused || vm.state == suspended || vm.state == unknown;
}

}  // namespace

std::vector<Spot> suspects(const model::Fleet& fleet) {
  std::map<VmUuid, unsigned> active;
  for (const auto& vm : fleet.vms)
    if (model::is_active(vm.state)) ++active[vm.uuid];
  std::vector<Spot> found;
  for (const auto& vm : fleet.vms)
    if (model::is_active(vm.state) && (is_odd(vm) || active[vm.uuid] > 1))
      found.push_back({vm.node, vm.uuid});
  return found;
}

Task<Knowledge> look_closer(executor::Connections& connections, model::Fleet fleet) {
  const auto spots = suspects(fleet);
  std::vector<Task<Result<virt::Presence>>> questions;
  for (const auto& spot : spots) questions.push_back(connections.look(spot.node, spot.vm));
  auto answers = co_await all(connections.loop(), std::move(questions));
  Knowledge knowledge;
  knowledge.fleet = std::move(fleet);
  for (std::size_t i = 0; i < spots.size(); ++i) knowledge.looks.emplace(spots[i], std::move(answers[i]));
  co_return knowledge;
}

}  // namespace haxen::repair

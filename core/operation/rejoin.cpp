// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which definitions are stale, and what has to be gone before a node may start VMs.
#include "operation/rejoin.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <utility>

#include "executor/stale.hpp"

namespace haxen::operation {

namespace {

using model::Fleet;
using model::Purge;
using model::Vm;
using model::VmState;

std::vector<const Vm*> others_of(const Fleet& fleet, const Vm& vm) {
  std::vector<const Vm*> others;
  for (const auto& each : fleet.vms)
    if (each.uuid == vm.uuid && each.node != vm.node) others.push_back(&each);
  return others;
}

/// What is known of the VM of a definition that is off.
struct Judgement {
  NodeName kept_on{};  ///< empty: nothing says that it is kept elsewhere, or it is in doubt
  std::string doubt{};
};

std::string silent(const Fleet& fleet) {
  std::vector<std::string> names;
  for (const auto& absent : fleet.absent) names.push_back(absent.name.str());
  return fmt::format("{}", fmt::join(names, ", "));
}

Judgement of_a_pair(const Vm& here, const Vm& there) {
  const auto& other = there.node;
  if (there.job) return {{}, fmt::format("something is being done with it on {}", other)};
  if (there.pending && there.pending->from != there.pending->to)
    return {{}, fmt::format("a move of it was cut short on {}", other)};
  if (!there.persistent)
    return {{}, fmt::format("it is transient on {}: shut off, nothing of it is left", other)};
  if (there.state != VmState::running && there.state != VmState::shut_off)
    return {{}, fmt::format("it is active on {}, and does not run", other)};
  // Of two that are off, the one that says where it came from is the later.
  const bool left_here = there.origin && *there.origin == here.node && !here.origin;
  if (there.state == VmState::shut_off && !left_here)
    return {{}, fmt::format("it is off, and defined on {} too", other)};
  const auto why = executor::doubt(here, there);
  return why.empty() ? Judgement{other, {}} : Judgement{{}, why};
}

// Somebody may keep definitions at two nodes for a purpose: what haxen has moved or started is known by its
// origin.
bool is_for_purpose(const Fleet& fleet, const Vm& vm) {
  const auto others = others_of(fleet, vm);
  return others.size() != 1 || others.front()->origin != vm.node;
}

Judgement judged(const Fleet& fleet, const Vm& vm) {
  const auto others = others_of(fleet, vm);
  if (others.size() > 1) return {{}, "several other nodes hold it"};
  if (others.size() == 1) return of_a_pair(vm, *others.front());
  if (fleet.absent.empty()) return {};
  return {{}, fmt::format("it may run on what does not answer: {}", silent(fleet))};
}

bool is_of(const LooseEnd& end, const Vm& vm) { return end.vm.uuid == vm.uuid && end.vm.node == vm.node; }

/// Takes what a migration left there out of `loose`, where it is; else nothing.
std::optional<Purge> taken_over(std::vector<LooseEnd>& loose, const Vm& vm) {
  const auto found = std::ranges::find_if(loose, [&vm](const LooseEnd& end) {
    return is_of(end, vm) && end.stranded == executor::Stranded::leftover;
  });
  if (found == loose.end()) return std::nullopt;
  const Purge purge{vm.uuid, vm.node, found->kept_on};
  loose.erase(found);
  return purge;
}

// Of the copy that stays.
model::NamedVm vm_of(const Draft& draft, const Purge& purge) {
  const auto* kept = model::find_vm(draft.fleet, purge.vm);
  return {purge.vm, kept != nullptr ? kept->name : VmName(purge.vm.str())};
}

Fault not_removed(const model::NamedVm& vm, const Purge& purge, const Fault& why) {
  return {
      FaultKind::failed,
      fmt::format("vm '{}': its definition on {} cannot be removed: {}", vm.name, purge.node, why.message),
      fmt::format("{} stays as it was before; mend that and run the command again", purge.node)};
}

Fault not_admitted(const NodeName& node, const Fault& why) {
  return {
      FaultKind::failed, fmt::format("node '{}': its guard still lets no VM start: {}", node, why.message),
      fmt::format("what was stale there is gone: 'haxen-guard admit' as root on {}, and the command again",
                  node)};
}

}  // namespace

Comparison compare(const Fleet& fleet, const std::set<NodeName>& back, const std::set<NodeName>& shut,
                   std::vector<LooseEnd>& loose) {
  Comparison found;
  for (const auto& vm : fleet.vms) {
    if (!back.contains(vm.node) || vm.state != VmState::shut_off) continue;
    const bool is_shut = shut.contains(vm.node);
    if (is_shut) {
      if (auto purge = taken_over(loose, vm)) {
        found.stale.push_back(std::move(*purge));
        continue;
      }
    }
    if (std::ranges::any_of(loose, [&vm](const LooseEnd& end) { return is_of(end, vm); })) continue;
    if (!is_shut && is_for_purpose(fleet, vm)) continue;
    auto [kept_on, doubt] = judged(fleet, vm);
    if (doubt.empty() && !kept_on.empty() && vm.pending) doubt = "a move of it was cut short";
    if (!doubt.empty() && is_shut)
      found.doubts.push_back({model::Reason::definition_in_doubt, vm.uuid, vm.node, doubt});
    if (doubt.empty() && !kept_on.empty()) found.stale.push_back({vm.uuid, vm.node, kept_on});
  }
  return found;
}

Task<Result<void>> rejoin(Context context, const Draft& draft) {
  for (const auto& purge : draft.plan.purges) {
    const auto vm = vm_of(draft, purge);
    const auto done = co_await executor::purge(context.connections, purge.vm, purge.node, purge.kept_on);
    if (!done) co_return tl::unexpected(not_removed(vm, purge, done.error()));
    context.listener.hear(model::Warned{
        vm, purge.node,
        fmt::format("its definition on {} was removed: it is kept on {}", purge.node, purge.kept_on)});
  }
  for (const auto& node : draft.plan.admitted) {
    const auto name = node;
    const auto admitted = co_await context.desk.admit(name);
    if (!admitted) co_return tl::unexpected(not_admitted(name, admitted.error()));
    context.listener.hear(
        model::Warned{std::nullopt, name, "its boot has been admitted: VMs may start there again"});
  }
  co_return Result<void>{};
}

}  // namespace haxen::operation

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how active copies of a VM are read beside each other.
#include "repair/whereabouts.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace haxen::repair {

namespace {

using model::Anomalies;
using model::Anomaly;
using model::AnomalyKind;
using model::Prospect;
using model::RemedyKind;

std::ptrdiff_t count(const Dossier& of, Role wanted) { return std::ranges::count(of.active, wanted, role); }

Anomaly unproven(const Dossier& of, AnomalyKind kind, std::string detail) {
  auto found = anomaly(of, kind, Prospect::unproven);
  found.detail = std::move(detail);
  return found;
}

// What a migration has left beside the copy that runs is behind it: it has never run since.
Anomalies left_overs(const Dossier& of) {
  const auto& running = *std::ranges::find(of.active, Role::runs, role);
  Anomalies found;
  for (const auto& copy : of.active) {
    if (copy.vm.node == running.vm.node) continue;
    const bool busy = copy.vm.job && copy.vm.job->kind == model::JobKind::other;
    auto left = mendable(of, AnomalyKind::left_over_copy, RemedyKind::end_copy, copy.vm.node);
    if (busy || running.vm.job) {
      left = unproven(
          of, AnomalyKind::left_over_copy,
          fmt::format("something is being done with it on {}", busy ? copy.vm.node : running.vm.node));
    }
    found.push_back(std::move(left));
  }
  return found;
}

Anomalies of_several(const Dossier& of) {
  if (count(of, Role::untold) > 0) return {unproven(of, AnomalyKind::untold, of.untold)};
  const auto running = count(of, Role::runs);
  if (running > 1) return {unproven(of, AnomalyKind::running_twice, {})};
  if (running == 0) return {unproven(of, AnomalyKind::paused_twice, {})};
  if (count(of, Role::stands) > 0) return {unproven(of, AnomalyKind::paused_beside, {})};
  return left_overs(of);
}

std::vector<NodeName> silent(const model::Fleet& fleet) {
  std::vector<NodeName> names;
  for (const auto& absent : fleet.absent) names.push_back(absent.name);
  return names;
}

// A definition that another node has may have run there meanwhile, and its disks have gone on.
Anomaly left_paused(const Dossier& of, const model::Fleet& fleet) {
  const auto& copy = of.active.front();
  const auto kind = AnomalyKind::paused_by_migration;
  if (copy.vm.job) return unproven(of, kind, "something else is being done with it");
  if (!of.off.empty())
    return unproven(
        of, kind,
        fmt::format("{} has a definition of it, and it may have run there since", of.off.front().vm.node));
  if (auto stranger = copy.vm.pending ? outside(fleet, *copy.vm.pending) : std::string(); !stranger.empty())
    return unproven(of, kind, std::move(stranger));
  if (fleet.absent.empty()) return mendable(of, kind, RemedyKind::resume, copy.vm.node);
  auto found = unproven(of, kind, {});
  found.silent = silent(fleet);
  return found;
}

// The other end, where it is silent, may run it and have all of its memory by now.
Anomaly torn(const Dossier& of, const model::Fleet& fleet) {
  auto found = unproven(of, AnomalyKind::postcopy_failed, {});
  if (of.active.size() == 1) found.silent = silent(fleet);
  return found;
}

Anomalies of_one(const Dossier& of, const model::Fleet& fleet) {
  const auto& copy = of.active.front();
  switch (role(copy)) {
    case Role::runs: return {};
    case Role::left_paused: return {left_paused(of, fleet)};
    case Role::torn: return {torn(of, fleet)};
    case Role::untold: return {unproven(of, AnomalyKind::untold, of.untold)};
    case Role::stands:
      if (!copy.vm.pending) return {};
      return {unproven(of, AnomalyKind::paused_on_the_way, {})};
    case Role::incoming: {
      auto found = unproven(of, AnomalyKind::half_received, {});
      found.silent = silent(fleet);
      return {found};
    }
  }
  return {};
}

}  // namespace

Anomalies whereabouts(const Dossier& of, const model::Fleet& fleet) {
  if (count(of, Role::torn) > 0) return {torn(of, fleet)};
  if (of.active.size() > 1) return of_several(of);
  return of.active.empty() ? Anomalies{} : of_one(of, fleet);
}

}  // namespace haxen::repair

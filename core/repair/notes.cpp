// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which of a VM's notes mean nothing any more.
#include "repair/notes.hpp"

#include <algorithm>

#include "repair/definitions.hpp"

namespace haxen::repair {

namespace {

using model::Anomalies;
using model::AnomalyKind;
using model::Prospect;
using model::RemedyKind;

// The copy that is the VM, once what can be mended before is mended.
const model::Copy* lasting(const Dossier& of) {
  if (of.active.size() == 1) return &of.active.front();
  const auto running = std::ranges::find(of.active, Role::runs, role);
  if (running != of.active.end()) return &*running;
  return of.off.size() == 1 ? &of.off.front() : arrived_definition(of);
}

// Where an end of the move was not asked, the VM may be there as well.
model::Anomaly unfinished(const Dossier& of, const model::Copy& copy, const model::Fleet& fleet) {
  const auto& pending = *copy.vm.pending;
  auto found = mendable(of, AnomalyKind::unfinished_move, RemedyKind::finish_move, copy.vm.node);
  for (const auto& end : {pending.from, pending.to})
    if (is_silent(fleet, end)) found.silent.push_back(end);
  found.detail = outside(fleet, pending);
  if (found.silent.empty() && found.detail.empty()) return found;
  found.prospect = Prospect::unproven;
  found.remedy.reset();
  return found;
}

}  // namespace

Anomalies notes(const Dossier& of, const model::Fleet& fleet) {
  const auto* copy = lasting(of);
  if (copy == nullptr) return {};
  Anomalies found;
  if (copy->vm.pending) found.push_back(unfinished(of, *copy, fleet));
  const auto& origin = copy->vm.origin;
  if (origin && model::find_node(fleet, *origin) == nullptr && !is_silent(fleet, *origin)) {
    found.push_back(mendable(of, AnomalyKind::origin_unknown, RemedyKind::forget_origin, copy->vm.node));
    found.back().detail = origin->str();
  }
  return found;
}

}  // namespace haxen::repair

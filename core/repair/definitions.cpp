// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which definition of a VM is the left-over one.
#include "repair/definitions.hpp"

#include <algorithm>

#include "executor/stale.hpp"

namespace haxen::repair {

namespace {

using model::Anomalies;
using model::AnomalyKind;
using model::Prospect;
using model::RemedyKind;

model::Anomaly left_over(const Dossier& of, const model::Copy& definition, const model::Copy& kept) {
  const auto why_not = executor::doubt(definition.vm, kept.vm);
  auto found = mendable(of, AnomalyKind::defined_twice, RemedyKind::undefine, definition.vm.node);
  if (why_not.empty()) return found;
  found.prospect = Prospect::unproven;
  found.remedy.reset();
  found.detail = why_not;
  return found;
}

// A definition elsewhere, or that it started by itself, shows that it was not transient always.
model::Anomaly transient(const Dossier& of, const model::Copy& kept, Asked asked) {
  const bool was_kept = !of.off.empty() || (kept.vm.pending && kept.vm.pending->autostart);
  auto found = mendable(of, AnomalyKind::transient, RemedyKind::make_persistent, kept.vm.node);
  if (was_kept || asked == Asked::by_name) return found;
  found.prospect = Prospect::advice;
  found.remedy.reset();
  return found;
}

bool has_copied_disks(const model::Copy& copy) { return copy.vm.pending && !copy.vm.pending->images.empty(); }

Anomalies of_several_off(const Dossier& of) {
  const auto* arrived = arrived_definition(of);
  if (arrived == nullptr) {
    auto found = anomaly(of, AnomalyKind::defined_twice, Prospect::unproven);
    if (std::ranges::any_of(of.off, has_copied_disks))
      found.detail = "its disks were copied on the way, and either of the two may be the newer ones";
    return {found};
  }
  return {mendable(of, AnomalyKind::defined_twice, RemedyKind::undefine, arrived->vm.pending->from)};
}

}  // namespace

const model::Copy* arrived_definition(const Dossier& of) {
  if (!of.active.empty() || of.off.size() != 2) return nullptr;
  const auto is_target = [](const model::Copy& copy) {
    return copy.vm.pending && copy.vm.pending->to == copy.vm.node;
  };
  const auto there = std::ranges::find_if(of.off, is_target);
  if (there == of.off.end()) return nullptr;
  const auto& other = of.off.front().vm.node == there->vm.node ? of.off.back() : of.off.front();
  // It may have run on at either end, each with disks of its own.
  if (std::ranges::any_of(of.off, has_copied_disks)) return nullptr;
  const bool is_source = other.vm.node == there->vm.pending->from;
  return is_source && executor::doubt(other.vm, there->vm).empty() &&
                 executor::doubt(there->vm, other.vm).empty()
             ? &*there
             : nullptr;
}

Anomalies definitions(const Dossier& of, Asked asked) {
  if (of.active.empty()) return of.off.size() > 1 ? of_several_off(of) : Anomalies{};
  const auto* kept = sound_copy(of);
  if (kept == nullptr) return {};
  Anomalies found;
  if (!kept->vm.persistent) found.push_back(transient(of, *kept, asked));
  for (const auto& definition : of.off) found.push_back(left_over(of, definition, *kept));
  return found;
}

}  // namespace haxen::repair

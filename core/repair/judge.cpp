// SPDX-License-Identifier: GPL-2.0-or-later
// Knows in which order a fleet is judged.
#include "repair/judge.hpp"

#include <algorithm>
#include <utility>

#include "executor/at_work.hpp"
#include "repair/definitions.hpp"
#include "repair/dossier.hpp"
#include "repair/marks.hpp"
#include "repair/notes.hpp"
#include "repair/whereabouts.hpp"

namespace haxen::repair {

namespace {

bool leaves(const model::Copy& copy) { return is_sending(copy.vm); }

// Running, it receives what is left of its memory.
bool is_being_filled(const model::Copy& copy) {
  return copy.pause == model::Pause::none && is_receiving(copy.vm);
}

// The source of a post-copy keeps its job when that breaks off, and for good (libvirt 9.0). It calls one
// broken off, too, whose target's daemon has gone, while the guest runs there and its memory goes on
// following.
bool is_under_way(const Dossier& dossier) {
  const auto breaks_off = [](const model::Copy& copy) { return role(copy) == Role::torn; };
  if (std::ranges::any_of(dossier.off, leaves)) return true;
  return std::ranges::any_of(dossier.active, leaves) &&
         (std::ranges::none_of(dossier.active, breaks_off) ||
          std::ranges::any_of(dossier.active, is_being_filled));
}

bool is_on_the_move(const Dossier& dossier, const std::set<OperationId>& at_work) {
  const auto is_at_work = [&](const model::Copy& copy) {
    return copy.vm.pending && at_work.contains(copy.vm.pending->operation);
  };
  return is_under_way(dossier) || std::ranges::any_of(dossier.active, is_at_work) ||
         std::ranges::any_of(dossier.off, is_at_work);
}

void append(model::Anomalies& all, model::Anomalies more) {
  std::ranges::move(more, std::back_inserter(all));
}

model::Anomalies of_vm(const Dossier& dossier, const Knowledge& knowledge, const Question& question) {
  auto found = whereabouts(dossier, knowledge.fleet);
  // Where it is comes before how it is kept.
  const bool clear = std::ranges::none_of(
      found, [](const model::Anomaly& each) { return each.prospect == model::Prospect::unproven; });
  if (!clear) return found;
  const auto asked = question.vms.contains(dossier.vm) ? Asked::by_name : Asked::at_large;
  append(found, definitions(dossier, asked));
  append(found, notes(dossier, knowledge.fleet));
  return found;
}

model::Anomalies silent_nodes(const model::Fleet& fleet) {
  model::Anomalies found;
  for (const auto& absent : fleet.absent) {
    model::Anomaly silent{model::AnomalyKind::silent_node, model::Prospect::unproven};
    silent.node = absent.name;
    silent.detail = absent.why.message;
    found.push_back(std::move(silent));
  }
  return found;
}

}  // namespace

model::Anomalies anomalies(const Knowledge& knowledge, const Question& question) {
  const auto at_work = executor::at_work(knowledge.fleet, question.self);
  model::Anomalies found;
  for (const auto& dossier : dossiers(knowledge)) {
    const bool is_asked = question.vms.empty() || question.vms.contains(dossier.vm);
    if (is_asked && !is_on_the_move(dossier, at_work)) append(found, of_vm(dossier, knowledge, question));
  }
  append(found, silent_nodes(knowledge.fleet));
  if (question.vms.empty()) append(found, marks(knowledge.fleet, question.self, question.now));
  return found;
}

}  // namespace haxen::repair

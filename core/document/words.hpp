// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the one word by which documents call each enumerator.
#pragma once

#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "model/anomaly.hpp"
#include "model/death.hpp"
#include "model/event.hpp"
#include "model/fleet.hpp"
#include "model/mark.hpp"
#include "model/node.hpp"
#include "model/outcome.hpp"
#include "model/plan.hpp"
#include "model/rule.hpp"
#include "model/vm.hpp"

namespace haxen::document {

// Each is the enumerator's own name: snake case, never translated, never changed within a schema's major.
// Empty for a value that is no enumerator.
std::string_view word(FaultKind kind);
std::string_view word(model::Hypervisor hypervisor);
std::string_view word(model::CpuFit fit);
std::string_view word(model::MarkKind kind);
std::string_view word(model::RuleKind kind);
std::string_view word(model::RuleTime time);
std::string_view word(model::VmState state);
std::string_view word(model::DiskKind kind);
std::string_view word(model::ImageState state);
std::string_view word(model::HindranceKind kind);
std::string_view word(model::JobKind kind);
std::string_view word(model::HandOver hand_over);
std::string_view word(model::Reason reason);
std::string_view word(model::RelaxationKind kind);
std::string_view word(model::MoveKind kind);
std::string_view word(model::MoveResult result);
std::string_view word(model::ShutDownResult result);
std::string_view word(model::StartResult result);
std::string_view word(model::StartKind kind);
std::string_view word(model::TestimonyKind kind);
std::string_view word(model::Sign sign);
std::string_view word(model::Whereabouts whereabouts);
std::string_view word(model::StopCause cause);
std::string_view word(model::HookResult result);
std::string_view word(model::AnomalyKind kind);
std::string_view word(model::Prospect prospect);
std::string_view word(model::RemedyKind kind);
std::string_view word(model::Pause pause);
std::string_view word(model::MendResult result);

/// The enumerator that the word stands for; none for any other word. Relies on enumerators counting up from
/// 0.
template <class Enum>
std::optional<Enum> from_word(std::string_view text) {
  for (int value = 0; !word(Enum{value}).empty(); ++value)
    if (word(Enum{value}) == text) return Enum{value};
  return std::nullopt;
}

}  // namespace haxen::document

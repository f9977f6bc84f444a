// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what to call the model's states, results and reasons when speaking to a person.
#pragma once

#include <string>
#include <string_view>

#include "base/names.hpp"
#include "model/death.hpp"
#include "model/event.hpp"
#include "model/node.hpp"
#include "model/outcome.hpp"
#include "model/plan.hpp"
#include "model/vm.hpp"
#include "report/style.hpp"

namespace haxen::report {

// A word or two for a table.
std::string_view word(model::VmState state);
std::string_view word(model::Hypervisor hypervisor);
std::string_view word(model::HindranceKind kind);
std::string_view word(model::JobKind kind);
std::string_view word(model::MoveResult result);
std::string_view word(model::ShutDownResult result);
std::string_view word(model::StartResult result);
std::string_view word(model::StopCause cause);

Tone tone(model::VmState state);
Tone tone(model::MoveResult result);
Tone tone(model::ShutDownResult result);
Tone tone(model::StartResult result);

/// A sentence's end for one node: "n2 does not see it".
std::string sentence(const model::Testimony& told);

/// A sentence's end for one VM: "web1: runs on 'n1' and nowhere else".
std::string sentence(model::Whereabouts whereabouts, const NodeName& from, const NodeName& to);

/// Why a VM cannot be moved, without the particulars: "not enough memory there".
std::string_view sentence(model::Reason reason);

/// The same with the blocker's particulars behind a colon.
std::string sentence(const model::Blocker& blocker);

/// What would resolve it. `vm` and `node` are put where a command needs them; "VM" and "NODE" stand for
/// several.
std::string remedy(model::Reason reason, std::string_view vm, std::string_view node);

/// A hindrance with its particulars: "host device 0000:03:00.0".
std::string phrase(const model::Hindrance& hindrance);

}  // namespace haxen::report

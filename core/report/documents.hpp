// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the documents and events that scripts are given. Their schemas are in man/schemas.
#pragma once

#include "base/exit_code.hpp"
#include "base/result.hpp"
#include "document/model.hpp"
#include "model/event.hpp"
#include "model/fleet.hpp"
#include "model/outcome.hpp"
#include "model/plan.hpp"
#include "report/undertaking.hpp"

namespace haxen::report {

using document::Json;

/// haxen/status/1: every node of the fleet, also those that did not answer, and every VM.
Json status_document(const model::Fleet& fleet, const std::string& fleet_file, model::WallTime now);

/// haxen/plan/1
Json plan_document(const Undertaking& of, const model::Fleet& fleet, const model::Plan& plan,
                   model::WallTime now);

/// haxen/outcome/1: the plan's fields, and what became of it. `fleet` is the one that was planned for.
Json outcome_document(const Undertaking& of, const Ending& ending, const model::Fleet& fleet,
                      const model::Plan& plan, const model::Outcome& outcome, model::WallTime now);

/// haxen/error/1: a command that came to nothing.
Json error_document(const Fault& fault, ExitCode code);

/// haxen/event/1, for one line of a stream.
Json event_document(const model::Event& event);

}  // namespace haxen::report

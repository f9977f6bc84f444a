// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the documents and events that scripts are given. Their schemas are in man/schemas.
#pragma once

#include <string>

#include "base/exit_code.hpp"
#include "base/result.hpp"
#include "model/event.hpp"
#include "model/fleet.hpp"
#include "model/outcome.hpp"
#include "model/plan.hpp"
#include "report/undertaking.hpp"

namespace haxen::report {

/// A document over many indented lines, or as one line of a stream. Either ends with a newline.
enum class Form { pages, line };

/// haxen/status/1: every node of the fleet, also those that did not answer, and every VM.
std::string status_document(const model::Fleet& fleet, const std::string& fleet_file, model::WallTime now,
                            Form form);

/// haxen/plan/1
std::string plan_document(const Undertaking& of, const model::Fleet& fleet, const model::Plan& plan,
                          model::WallTime now, Form form);

/// haxen/outcome/1: the plan's fields, and what became of it. `fleet` is the one that was planned for.
std::string outcome_document(const Undertaking& of, const Ending& ending, const model::Fleet& fleet,
                             const model::Plan& plan, const model::Outcome& outcome, model::WallTime now,
                             Form form);

/// haxen/error/1: a command that came to nothing.
std::string error_document(const Fault& fault, ExitCode code, Form form);

/// One event, as a line.
std::string event_line(const model::Event& event);

}  // namespace haxen::report

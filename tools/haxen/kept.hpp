// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how plans are kept in files and carried out from there: --plan-out and --plan.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "change.hpp"
#include "operation/kept_plan.hpp"

namespace haxen::program {

/// --plan takes everything that shapes the plan from its file; so only flags about carrying it out go with
/// it. Throws CLI's own errors for what does not go together, and where neither nodes nor a plan are named.
void check_plan_flags(const CLI::App& command, const ChangeFlags& flags);

/// The plan in the file of --plan. Refuses what is no plan file, and the plan of another command.
Result<operation::KeptPlan> load_plan(const ChangeFlags& flags);

/// The flags with which the plan is carried out: its own, and of the command line what is not the plan's.
ChangeFlags flags_for(const operation::KeptPlan& kept, ChangeFlags flags);

Intention intention_for(const operation::KeptPlan& kept);

/// Refuses to put a plan where something else is.
Result<void> check_plan_out(const ChangeFlags& flags);

/// Where --plan-out asks for it: writes what was planned for `wish`, unless it came to nothing, and tells so.
ExitCode keep_plan(const Globals& globals, const ChangeFlags& flags, const operation::Wish& wish,
                   const operation::Ended& ended, const std::set<NodeName>& leaving, ExitCode code);

}  // namespace haxen::program

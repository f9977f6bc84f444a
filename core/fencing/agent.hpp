// SPDX-License-Identifier: GPL-2.0-or-later
// Knows where fence agents are, and how one is asked what it is and what its device does.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "async/interrupt.hpp"
#include "async/program.hpp"
#include "base/duration.hpp"
#include "fencing/metadata.hpp"
#include "model/fence.hpp"

namespace haxen::fencing {

/// The file behind a level's agent: a path as it is; a name looked for in PATH and in the folders of system
/// programs, which not every user's PATH holds. `missing` where there is none that may be executed, with the
/// nearest agent's name as the hint.
Result<std::filesystem::path> find_agent(const std::string& agent);

/// Runs `AGENT -o metadata`. `failed` where it cannot be run or read, with why; `aborted` at the interrupt.
/// Blocks, as haxen::run() does.
Result<Metadata> ask_metadata(const std::filesystem::path& agent, Milliseconds limit,
                              const Interrupt& interrupt);

/// Runs the agent with this on its standard input, and nothing else on its command line. What it prints may
/// hold secrets: it is for power_from() and complaint_of() only. Blocks, as haxen::run() does.
Report call(const std::filesystem::path& agent, const std::string& input, Milliseconds limit,
            const Interrupt& interrupt);

/// What a `status` has answered: exit status 0 is on, 2 is off (FenceAgentAPI, ClusterLabs). Anything else is
/// a fault, and so is a printed "Status: ON" or "Status: OFF" that says otherwise: an interpreter that does
/// not find its script ends with 2 as well.
Result<model::Power> power_from(const Report& report);

/// Why a call came to nothing, in words of ours; empty where it ended with 0. Nothing of what the agent
/// printed is repeated: only the phrases of fence-agents' library are recognised in it.
std::string complaint_of(const Report& report);

}  // namespace haxen::fencing

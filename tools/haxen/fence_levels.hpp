// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a node's fence levels come from the fleet file, and what there is to mend about them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "async/interrupt.hpp"
#include "async/loop.hpp"
#include "config/config.hpp"
#include "fencing/fence.hpp"
#include "model/check.hpp"

namespace haxen::program {

/// Those of the node, with relative password files taken from the fleet file's folder.
std::vector<model::FenceLevel> levels_of(const config::NodeEntry& node, const std::string& fleet_file);

/// What is to be mended by what examining the levels has shown.
std::vector<model::Finding> findings_of(const NodeName& node,
                                        const std::vector<fencing::Examination>& examinations);

/// The findings of every node that has levels, all asked at once.
Task<std::vector<model::Finding>> examine_fences(Loop& loop, const config::Config& config,
                                                 std::string fleet_file,
                                                 std::shared_ptr<const Interrupt> interrupt);

}  // namespace haxen::program

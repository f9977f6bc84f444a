// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the fleet that a question is about: the live one, or one that is only a document.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "config/config.hpp"
#include "globals.hpp"
#include "model/fleet.hpp"

namespace haxen::program {

/// A fleet, and what its fleet file says beside it.
struct Ground {
  model::Fleet fleet;
  config::Config config;
  std::string source;  ///< the file that the fleet, or its list of nodes, comes from
};

/// The one in the file that `snapshot` names, whose limits are then all that is known of its fleet file; or
/// the live one where it is empty, with a warning for each node that does not answer. Live nodes are asked
/// for the images at the paths in `sought`.
Result<Ground> find_ground(const Globals& globals, const std::string& snapshot,
                           const std::vector<std::string>& sought = {});

}  // namespace haxen::program

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the most that something limited can be used in any interleaving of a plan.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "planner/audit_order.hpp"

namespace haxen::planner::auditing {

/// A node's memory, its virtual CPUs, or the seats of one rule at one place.
struct Pool {
  struct Use {
    std::size_t move;
    std::int64_t amount;
  };
  std::int64_t limit = 0;
  std::int64_t at_first = 0;
  std::vector<Use> arrivals;    ///< used from the start of the move
  std::vector<Use> departures;  ///< given back at its end
};

struct Excess {
  std::size_t move;     ///< an arrival that takes part in it
  std::int64_t amount;  ///< in use at worst
};

/// The worst state that a plan can reach in which some arrival has started and more is in use than the limit.
///
/// A state is a set of started moves such that everything before them has ended. Choosing which arrivals have
/// started, each bringing its own amount and forcing the departures before it, is the project selection
/// problem: the most that can be in use is what was at first, plus all arrivals, less the maximum flow from
/// arrivals to the departures before them (Picard, Maximal closure of a graph, 1976).
std::optional<Excess> excess(const Pool& pool, const Precedence& precedence);

}  // namespace haxen::planner::auditing

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how streams share the links that they pass.
#pragma once

#include <cstddef>
#include <vector>

namespace haxen::simulation {

/// The links that one stream passes, by index.
using Path = std::vector<std::size_t>;

/// The rate of each stream under max-min fairness: nobody's rate can grow without shrinking that of one who
/// has no more. By progressive filling (Bertsekas and Gallager, Data Networks, 6.5.2): the link whose equal
/// share is smallest fixes the rate of all that pass it. `capacities` are those of the links, above zero;
/// every path passes at least one.
std::vector<double> fair_rates(const std::vector<double>& capacities, const std::vector<Path>& streams);

}  // namespace haxen::simulation

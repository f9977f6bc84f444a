// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what probing has found, as parts of documents.
#pragma once

#include "model/witness.hpp"
#include "report/outages.hpp"
#include "report/parts.hpp"

namespace haxen::report {

Json gap_part(const model::Gap& gap, model::Moment began);
Json spread_part(const std::optional<model::Spread>& spread);
/// Null where nobody looked.
Json witness_part(const std::optional<model::Witness>& witness);
/// Null for none.
Json distribution_part(const std::optional<Distribution>& found);

}  // namespace haxen::report

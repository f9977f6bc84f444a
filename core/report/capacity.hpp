// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the room that a fleet has is shown, and written for scripts.
#pragma once

#include <string>

#include "model/capacity.hpp"
#include "model/fleet.hpp"
#include "report/documents.hpp"
#include "report/style.hpp"

namespace haxen::report {

/// Each node's memory, what its loss would come to and what its drain; below it who would be stranded and who
/// is in the way. At the end what there is room for. `fleet` is the one that it was found in.
std::string capacity_screen(const model::Fleet& fleet, const model::Capacity& capacity, const Style& style);

/// haxen/capacity/1. Nodes that did not answer are in it with null for what is not known.
std::string capacity_document(const model::Fleet& fleet, const std::string& source,
                              const model::Capacity& capacity, model::WallTime now, Form form);

}  // namespace haxen::report

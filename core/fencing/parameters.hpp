// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which parameters an agent may be given, and how they are written for it.
#pragma once

#include <optional>
#include <string>

#include "fencing/metadata.hpp"
#include "fencing/remark.hpp"
#include "model/fence.hpp"

namespace haxen::fencing {

/// All that is wrong with a level's parameters by what its agent tells of itself: names that it does not
/// know, values of the wrong kind, what is required and missing, what haxen sends itself or will not have,
/// and an agent that cannot be asked for its device's state. Names that have been replaced are warned of.
Objections objections(const Metadata& metadata, const model::FenceLevel& level);

/// What the agent reads from its standard input, "NAME=VALUE" a line. The parameters are those that
/// objections() has nothing grave against.
std::string input_for(const Metadata& metadata, const model::FenceLevel& level, model::FenceAction action,
                      const std::optional<std::string>& password);

/// What an agent would not read as it is written: agents of the fence-agents package strip blanks and quotes.
/// Says only that, never the value.
Result<void> accept_value(const std::string& value);

}  // namespace haxen::fencing

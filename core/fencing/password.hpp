// SPDX-License-Identifier: GPL-2.0-or-later
// Knows where a device's password comes from.
#pragma once

#include <optional>
#include <string>

#include "async/interrupt.hpp"
#include "base/duration.hpp"
#include "fencing/remark.hpp"
#include "model/fence.hpp"

namespace haxen::fencing {

/// The level's password, none where it has none: the first line of its file, or what its command prints. The
/// newline at its end is no part of it. Refuses what cannot be read or run, and what holds further lines;
/// says nothing of what it holds.
Result<std::optional<std::string>> password_of(const model::FenceLevel& level, Milliseconds limit,
                                               const Interrupt& interrupt);

/// Warns of a password file that other users can read or write.
Objections password_exposure(const model::FenceLevel& level);

}  // namespace haxen::fencing

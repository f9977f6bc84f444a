// SPDX-License-Identifier: GPL-2.0-or-later
// Knows where the fleet file is and how to read it.
#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"
#include "config/config.hpp"

namespace haxen::config {

/// The file to read: the one named by --fleet, else by $HAXEN_FLEET, else /etc/haxen/fleet.toml. An empty
/// name counts as none. Both are given by the caller; whether the file exists is not asked.
std::string fleet_file(const std::optional<std::string>& flag, const std::optional<std::string>& environment);

/// Reads a fleet file's text. Whatever is wrong with it is one fault of kind usage, "FILE:LINE:COLUMN: …":
/// the first in file order, with the nearest known spelling as its hint. A key that is missing is told at the
/// table that lacks it.
Result<Config> parse(const std::string& text, const std::string& file);

/// parse() of what stands in `file`; a file that cannot be read is a fault of kind usage too.
Result<Config> load(const std::string& file);

}  // namespace haxen::config

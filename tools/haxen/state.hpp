// SPDX-License-Identifier: GPL-2.0-or-later
// Knows where this user's haxen keeps what it remembers.
#pragma once

#include <filesystem>
#include <string>

namespace haxen::program {

/// $HAXEN_STATE_DIR where it is set; else /var/lib/haxen for root, and $XDG_STATE_HOME/haxen, or else
/// ~/.local/state/haxen, for others. Losing what is in it loses no VM.
std::filesystem::path state_directory();

/// The fleet file's path without links and detours: by this name a fleet is known there.
std::string whole_path(const std::string& fleet_file);

}  // namespace haxen::program

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows where this user's haxen keeps what it remembers.
#pragma once

#include <filesystem>

namespace haxen::program {

/// $HAXEN_STATE_DIR where it is set; else /var/lib/haxen for root, and $XDG_STATE_HOME/haxen, or else
/// ~/.local/state/haxen, for others. Losing what is in it loses no VM.
std::filesystem::path state_directory();

}  // namespace haxen::program

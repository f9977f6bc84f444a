// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the scripts for a node's shell that install haxen's guard there, remove it, ask for it, and admit a
// boot.
#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"
#include "model/guard.hpp"

namespace haxen::guard {

// All of them are for POSIX shells, and for root but for the question. The guard itself,
// tools/guard/haxen-guard and its unit, is in them.
const std::string& installation();
const std::string& removal();
const std::string& question();
const std::string& admission();

/// From what question() printed. None for anything else; nothing but that the guard is there where root has
/// to be asked.
std::optional<model::Guard> read_answer(const std::string& text);

/// The script in a form whose last line tells how it ended, whatever that was.
std::string with_ending(const std::string& script);

/// What a script printed that was given with its ending. A fault with its last words where it failed or did
/// not come to its end.
Result<std::string> words_of(const std::string& text);

}  // namespace haxen::guard

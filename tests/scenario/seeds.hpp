// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a program that invents its cases by number is called.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace haxen::scenario {

/// Whether one is told in any case, or only if something was wrong with it.
enum class Telling { if_broken, always };

/// "--seeds FROM-TO" plays all of them, "--ONE SEED" that one; false, and the usage on standard error, for
/// anything else.
bool play_seeds(int argc, char** argv, const std::string& one,
                const std::function<void(std::uint64_t, Telling)>& play);

}  // namespace haxen::scenario

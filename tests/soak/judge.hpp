// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what must be true of every story, whatever went wrong in it.
#pragma once

#include <string>
#include <vector>

#include "story.hpp"
#include "trial.hpp"

namespace haxen::soak {

/// Every promise that was broken, in words; empty where all were kept. Judged by what is true on the hosts:
/// no VM stopped or lost but by what was done to it; none run twice by haxen, and none by anybody else
/// without its being told; none left paused without that; what is told is true; every run ends within its
/// bound; and once nothing goes wrong any more, running again finishes the work and leaves every VM as its
/// owner had it.
std::vector<std::string> judge(const Story& story, const Trial& trial);

}  // namespace haxen::soak

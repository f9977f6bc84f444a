// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what must be true of every crisis, whatever went wrong in it.
#pragma once

#include <string>
#include <vector>

#include "crisis.hpp"
#include "trial.hpp"

namespace haxen::crises {

/// Every promise that was broken, in words; empty where all were kept. Judged by what is true on the hosts:
/// no VM ever runs twice by haxen's doing; no node is switched off that another one sees; what is told to run
/// somewhere does; every refusal says what is missing; every run ends within its bound; none finds nothing to
/// do while VMs are off; and once nothing goes wrong any more, and n1 is still dead, every VM that ran runs
/// at exactly one node.
std::vector<std::string> judge(const Crisis& crisis, const Trial& trial);

}  // namespace haxen::crises

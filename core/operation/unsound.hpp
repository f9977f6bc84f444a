// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which VMs are not as any VM should be.
#pragma once

#include <string>
#include <vector>

#include "model/event.hpp"
#include "model/fleet.hpp"

namespace haxen::operation {

struct Unsound {
  model::NamedVm vm;
  std::string what;
};

/// VMs that hold memory on several nodes without being in the middle of a migration, those that an interrupted
/// move has left paused, and those whose migration goes on and ends so unless somebody follows it; in words.
std::vector<Unsound> unsound(const model::Fleet& fleet);

}  // namespace haxen::operation

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

/// VMs that hold memory on several nodes without being in the middle of a migration, and those that an
/// interrupted move has left paused, in words.
std::vector<Unsound> unsound(const model::Fleet& fleet);

}  // namespace haxen::operation

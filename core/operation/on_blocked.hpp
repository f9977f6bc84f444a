// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what can become of a plan that some VM's blocker stands in the way of.
#pragma once

namespace haxen::operation {

enum class OnBlocked {
  fail,       ///< nothing moves
  skip,       ///< the others move
  shut_down,  ///< the others move, then the blocked ones are asked to shut down
};

}  // namespace haxen::operation

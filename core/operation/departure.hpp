// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how nodes that go down in any case tell the other operations so.
#pragma once

#include <string>
#include <vector>

#include "executor/farewell.hpp"
#include "executor/marks.hpp"
#include "operation/operation.hpp"
#include "operation/patience.hpp"

namespace haxen::operation {

class Departure {
 public:
  explicit Departure(Context context);

  /// The fleet as it is with the wish's nodes cordoned, and with every other node's cordon that is told to go
  /// down at the same moment. Who holds one of them is waited for, as `patience` lets it. A cordon that was
  /// there already keeps its reason: who cordoned the node did not mean this.
  Task<Result<model::Fleet>> cordon(Wish wish, model::Fleet fleet, Patience& patience);

  /// Cordons stay, without a holder at work. What could not be done is returned as words.
  Task<std::vector<std::string>> release();

 private:
  Context context_;
  executor::Marks marks_;
  executor::Farewell farewell_;
};

}  // namespace haxen::operation

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how an operation is told that ends before anything was carried out.
#include "operation/endings.hpp"

#include <utility>

namespace haxen::operation {

Ended refusal(Draft current, Fault fault) {
  return Ended{Ending::refused, std::move(current), {}, std::move(fault), {}};
}

Ended veto(Draft current, Fault fault, const executor::StopSwitch& stop) {
  Ended ended{Ending::vetoed, std::move(current), {}, std::move(fault), {}};
  ended.outcome.interrupted = stop.was_asked();
  ended.outcome.timed_out = stop.cause() == model::StopCause::time_limit;
  return ended;
}

}  // namespace haxen::operation

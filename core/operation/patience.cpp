// SPDX-License-Identifier: GPL-2.0-or-later
// Knows when an operation tries again, and when it has tried enough.
#include "operation/patience.hpp"

namespace haxen::operation {

namespace {

using namespace std::chrono_literals;

constexpr auto pause = 2s;
constexpr int most_failures = 5;

bool is_somebody_else(const Fault& fault) {
  return fault.kind == FaultKind::busy || fault.kind == FaultKind::exists;
}

}  // namespace

Patience::Patience(Loop& loop, executor::Listener& listener, const executor::StopSwitch& stop)
    : loop_(loop), listener_(listener), stop_(stop) {}

Task<bool> Patience::try_again(Fault why) {
  if (stop_.no_new_moves()) co_return false;
  if (!is_somebody_else(why) && ++failures_ >= most_failures) co_return false;
  if (told_.insert(why.message).second) listener_.hear(model::Waiting{std::nullopt, why.message});
  co_await loop_.sleep(pause);
  co_return !stop_.no_new_moves();
}

}  // namespace haxen::operation

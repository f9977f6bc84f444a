// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how long an operation goes on trying that other operations keep from the nodes it needs.
#pragma once

#include <set>
#include <string>

#include "async/loop.hpp"
#include "base/result.hpp"
#include "executor/settings.hpp"

namespace haxen::operation {

/// For operations that cannot come again later. Another operation's mark is waited for until somebody says
/// stop; what else fails is tried a few times, since a node may have gone down meanwhile that a new plan does
/// without.
class Patience {
 public:
  Patience(Loop& loop, executor::Listener& listener, const executor::StopSwitch& stop);

  /// Whether to try again, after a while; tells why it waits, of the same but once.
  Task<bool> try_again(Fault why);

 private:
  Loop& loop_;
  executor::Listener& listener_;
  const executor::StopSwitch& stop_;
  std::set<std::string> told_;
  int failures_ = 0;
};

}  // namespace haxen::operation

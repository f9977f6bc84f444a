// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the shells of all nodes are asked at once.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "async/loop.hpp"
#include "checkup/questions.hpp"

namespace haxen::checkup {

/// A node whose shell is to be asked, and about whom.
struct Question {
  NodeName name;
  std::string uri;  ///< how haxen reaches it
  std::vector<Peer> peers;
  bool fenced = false;  ///< it may be switched off from outside, and its VMs started elsewhere
};

struct Answers {
  std::optional<model::ClockOffset> clock{};
  std::string clock_unknown{};
  std::optional<std::string> lock_manager{};
  std::optional<model::Guard> guard{};
  std::vector<model::PairCheck> pairs{};  ///< one for each peer asked about, in that order
};

/// Asks all nodes side by side and answers in the order of `questions`. Where a node's shell cannot be had,
/// everything about it is unknown, with the reason. A node has `patience` for a connection, again for its
/// clock, for its lock manager and for its guard, and for each peer that it tries to reach (see time_for).
Task<std::vector<Answers>> examine(Loop& loop, std::vector<Question> questions, Milliseconds patience);

}  // namespace haxen::checkup

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which moves of a plan have surely ended when another one starts.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/plan.hpp"

namespace haxen::planner::auditing {

class Precedence {
 public:
  /// None when `after` names a move that does not exist, or goes round in a circle.
  static std::optional<Precedence> of(const std::vector<model::Move>& moves);

  bool is_before(std::size_t earlier, std::size_t later) const {
    return (rows_[later * words_ + earlier / 64] >> (earlier % 64) & 1U) != 0;
  }
  /// An order that respects it.
  const std::vector<std::size_t>& sequence() const { return sequence_; }

 private:
  std::size_t words_ = 0;
  std::vector<std::uint64_t> rows_;  ///< by move, a bit for each that is before it
  std::vector<std::size_t> sequence_;
};

}  // namespace haxen::planner::auditing

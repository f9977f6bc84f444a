// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how fast migrations go here, by those that there were.
#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "migration/forecast.hpp"
#include "model/event.hpp"
#include "model/fleet.hpp"
#include "model/pace.hpp"

namespace haxen::migration {

/// What past migrations tell of those to come.
class Paces {
 public:
  Paces() = default;
  explicit Paces(std::vector<model::PastPace> past) : past_(std::move(past)) {}

  /// The median of those between the two nodes; else of those from or to either; else of all. Without any,
  /// the slower of the two links that the fleet states, and no overhead. None where nothing is known.
  std::optional<Pace> between(const model::Fleet& fleet, const NodeName& from, const NodeName& to) const;

  /// The fastest of those between the two nodes, else of those from or to either, and no slower than the
  /// links that the fleet states: who is too busy for that is so whatever slowed down the others. Without
  /// any, the stated links; how it went between other nodes is no ground to refuse a move here.
  std::optional<Pace> at_best(const model::Fleet& fleet, const NodeName& from, const NodeName& to) const;

 private:
  std::vector<model::PastPace> of_these(const NodeName& from, const NodeName& to) const;

  std::vector<model::PastPace> past_;
};

/// Reads off the events of migrations how fast each went.
class PaceMeter {
 public:
  /// At the end of a migration that went well and was seen sending for at least a fifth of a second: how it
  /// went.
  std::optional<model::PastPace> take(const model::Happening& happening);

 private:
  struct Look {
    Seconds elapsed{};
    Bytes processed{};
  };
  struct Seen {
    std::optional<Look> first{};  // after sending had begun
    Look last{};
  };
  std::map<VmUuid, Seen> seen_;
};

}  // namespace haxen::migration

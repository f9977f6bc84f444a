// SPDX-License-Identifier: GPL-2.0-or-later
// Knows when a link is free enough for one more move: set-up and copying overlap, two copies and two
// hand-overs don't.
#pragma once

#include <map>
#include <optional>

#include "async/loop.hpp"
#include "base/bytes.hpp"
#include "base/duration.hpp"
#include "base/names.hpp"
#include "model/event.hpp"
#include "model/fleet.hpp"
#include "model/plan.hpp"

namespace haxen::executor {

/// Two migrations over one link take as long as one after the other, each dirties memory for twice the time,
/// and their hand-overs fall together. So a move waits for its neighbours, those that use one of its two
/// links in the same direction, until what they have left to do is no longer than its own set-up will take.
/// What one has left that still sets up is judged by how long the last set-up took and how fast its source
/// has copied.
///
/// A link whose rate is known to be more than twice what its moves use is free for another one at once.
class StartPolicy {
 public:
  explicit StartPolicy(const model::Fleet& fleet);

  void began(const model::Move& move, Time now);
  void heard(const model::Sampled& sample, Time now);
  /// Before ended(), of a move that took place.
  void arrived(const VmUuid& vm, Time now);
  void ended(const VmUuid& vm);

  /// Whether `move` may start now, as far as links go. Never holds a move back for a neighbour that has been
  /// setting up for longer than patience(): that one may never come to copying.
  bool has_room(const model::Move& move, Time now) const;

  /// How long a move that does not begin to copy is waited for.
  static Duration patience() { return std::chrono::seconds(5); }

 private:
  enum class Phase { setting_up, copying };
  struct Neighbour {
    NodeName from;
    NodeName to;
    model::MoveKind kind{};
    Bytes memory{};
    Time began{};
    Time heard{};
    Phase phase = Phase::setting_up;
    Time copies_since{};
    Bytes remaining{};
    std::optional<Bandwidth> rate{};
  };

  std::optional<Bandwidth> pace_of(const NodeName& source) const;
  bool occupies(const Neighbour& neighbour, Time now) const;
  bool is_free(const NodeName& node, NodeName Neighbour::*end, Time now) const;

  std::map<NodeName, Bandwidth> links_;
  std::map<VmUuid, Neighbour> running_;
  std::map<NodeName, Bandwidth> pace_;  // by source: its last move's footprint over the time of its copy
  Duration set_up_ = std::chrono::milliseconds(1500);  // as the last move took; before the first a guess
};

}  // namespace haxen::executor

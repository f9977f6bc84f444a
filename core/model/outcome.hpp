// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what became of a plan, VM by VM.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/duration.hpp"
#include "base/names.hpp"
#include "model/plan.hpp"
#include "model/witness.hpp"

namespace haxen::model {

/// Where a VM was found when both ends were asked.
enum class Whereabouts {
  here,         ///< runs at the source only
  there,        ///< runs at the target only
  both,         ///< active at both: an emergency
  neither,      ///< active at none
  paused_here,  ///< paused at the source, not at the target
  paused_there,
  unproven,  ///< one end did not answer
};

enum class MoveResult {
  moved,        ///< proven: runs at the target and nowhere else
  stayed,       ///< the move failed; proven: runs where it was
  not_started,  ///< the run ended before its turn, or its predecessor failed
  gone,         ///< it was shut off or removed by somebody meanwhile
  unproven,
};

struct MoveOutcome {
  Move move;
  MoveResult result = MoveResult::not_started;
  std::optional<NodeName> node;   ///< where it is now, where proven
  std::optional<Seconds> time{};  ///< from the start of the move to its proof
  std::optional<Seconds>
      outage{};       ///< libvirt's measured downtime; of a confirmed hand-over, until it was resumed
  std::string fault;  ///< why it did not move; empty when it did
  std::vector<std::string> images_left{};  ///< paths at the source: copied, and of no more use to the VM
  std::vector<std::string> warnings;       ///< it moved, but something around it did not go as asked
  std::optional<Seconds>
      switched{};  ///< from the start of the move until the source stopped the guest, where told
  std::optional<Witness> witness{};  ///< as seen from outside; none where nobody looked
  friend bool operator==(const MoveOutcome&, const MoveOutcome&) = default;
};

enum class ShutDownResult {
  off,            ///< proven: shut off
  saved,          ///< proven: shut off, its memory on its node's disk
  still_running,  ///< it did not follow in time; it was not forced
  not_started,
  unproven,
};

struct ShutDownOutcome {
  ShutDown shut_down;
  ShutDownResult result = ShutDownResult::not_started;
  std::optional<Seconds> time{};
  std::string fault;  ///< why it is not off
  friend bool operator==(const ShutDownOutcome&, const ShutDownOutcome&) = default;
};

enum class StartResult {
  running,      ///< proven: runs there and nowhere else
  failed,       ///< proven: does not run, and nothing of it is left there
  defined,      ///< proven: does not run; its definition is there
  not_started,  ///< the run ended before its turn
  unproven,
};

struct StartOutcome {
  Start start;
  StartResult result = StartResult::not_started;
  std::optional<Seconds> time{};
  std::string fault;                  ///< why it does not run
  std::vector<std::string> warnings;  ///< it runs, but something around it did not go as asked
  bool probed = false;                ///< somebody waited for its guest to answer
  std::optional<Seconds> answered{};  ///< from its start; none: not in the time that was waited
  friend bool operator==(const StartOutcome&, const StartOutcome&) = default;
};

struct Outcome {
  std::vector<MoveOutcome> moves;
  std::vector<ShutDownOutcome> shut_downs;
  std::vector<std::string> warnings;
  bool interrupted = false;
  bool timed_out = false;
  std::vector<StartOutcome> starts{};
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

}  // namespace haxen::model

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what happens while a plan is carried out, as values for progress, event stream and journal alike.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>

#include "base/bytes.hpp"
#include "base/duration.hpp"
#include "base/names.hpp"
#include "model/anomaly.hpp"
#include "model/death.hpp"
#include "model/mark.hpp"
#include "model/moment.hpp"
#include "model/outcome.hpp"
#include "model/plan.hpp"

namespace haxen::model {

/// A VM as people call it and as it is told apart.
struct NamedVm {
  VmUuid uuid;
  VmName name;
  friend bool operator==(const NamedVm&, const NamedVm&) = default;
};

/// An operation is about to place its marks; everything before was planning.
struct OperationBegan {
  OperationId operation;
  std::string command;    ///< the subcommand: "drain"
  std::size_t moves = 0;  ///< that the plan holds
  Bytes memory{};         ///< of all of them
  std::optional<Seconds> expected_time{};
  Bytes storage{};  ///< of all of them, that goes along
  friend bool operator==(const OperationBegan&, const OperationBegan&) = default;
};

struct Marked {
  NodeName node;
  MarkKind kind = MarkKind::cordon;
  Bytes booked{};  ///< on a claim
  friend bool operator==(const Marked&, const Marked&) = default;
};

struct Unmarked {
  NodeName node;
  MarkKind kind = MarkKind::cordon;
  friend bool operator==(const Unmarked&, const Unmarked&) = default;
};

struct MoveStarted {
  NamedVm vm;
  NodeName from;
  NodeName to;
  Bytes memory{};
  std::optional<Seconds> expected_time{};
  std::optional<Milliseconds> outage_budget{};
  Bytes storage{};  ///< of its disks, that goes along
  friend bool operator==(const MoveStarted&, const MoveStarted&) = default;
};

/// A migration was under way already and is followed from here on.
struct MoveAdopted {
  NamedVm vm;
  NodeName from;
  NodeName to;
  Bytes memory{};
  friend bool operator==(const MoveAdopted&, const MoveAdopted&) = default;
};

/// One look at a running migration.
struct Sampled {
  NamedVm vm;
  Seconds elapsed{};       ///< since the migration began, or was adopted
  unsigned iteration = 0;  ///< 1 is the first pass over all memory; 0 before it
  Bytes total{};           ///< what one pass over everything is
  Bytes processed{};       ///< over all passes
  Bytes remaining{};       ///< of this pass; grows again when a new one begins
  std::optional<Bandwidth> rate{};
  std::optional<Bandwidth> dirty_rate{};
  std::optional<Milliseconds> downtime_limit{};
  std::optional<Seconds> time_left{};  ///< forecast; none while it does not converge
  friend bool operator==(const Sampled&, const Sampled&) = default;
};

struct DowntimeRaised {
  NamedVm vm;
  Milliseconds from{};
  Milliseconds to{};
  std::string why;  ///< "iteration 3 left as much as iteration 2"
  friend bool operator==(const DowntimeRaised&, const DowntimeRaised&) = default;
};

/// The hypervisor withholds more of the guest's processor time, so that it writes less.
struct Throttled {
  NamedVm vm;
  unsigned percent = 0;  ///< from now on; 1..99
  friend bool operator==(const Throttled&, const Throttled&) = default;
};

/// The guest goes on at the target, and what is left of its memory follows it there.
struct PostCopyBegan {
  NamedVm vm;
  std::string why;
  friend bool operator==(const PostCopyBegan&, const PostCopyBegan&) = default;
};

/// A started or adopted move is over, well or not, and both ends were asked.
struct MoveEnded {
  NamedVm vm;
  MoveOutcome outcome;
  friend bool operator==(const MoveEnded&, const MoveEnded&) = default;
};

/// A VM that cannot move was asked to shut down.
struct ShutDownAsked {
  NamedVm vm;
  NodeName node;
  friend bool operator==(const ShutDownAsked&, const ShutDownAsked&) = default;
};

struct ShutDownEnded {
  NamedVm vm;
  ShutDownOutcome outcome;
  friend bool operator==(const ShutDownEnded&, const ShutDownEnded&) = default;
};

/// Something that was wrong was tried to be mended.
struct Mended {
  std::optional<NamedVm> vm;  ///< none: it is the node's own
  Remedy remedy;
  MendOutcome outcome;
  friend bool operator==(const Mended&, const Mended&) = default;
};

/// A new VM is about to be defined, where it is not yet, and started.
struct StartBegan {
  NamedVm vm;
  NodeName node;
  Bytes memory{};
  friend bool operator==(const StartBegan&, const StartBegan&) = default;
};

/// All nodes were asked where it runs.
struct StartEnded {
  NamedVm vm;
  StartOutcome outcome;
  friend bool operator==(const StartEnded&, const StartEnded&) = default;
};

/// Something did not go as asked, and the work goes on.
struct Warned {
  std::optional<NamedVm> vm;
  std::optional<NodeName> node;
  std::string text;
  std::string detail{};  ///< for records: whole, what `text` is the short word for
  friend bool operator==(const Warned&, const Warned&) = default;
};

/// Nothing can start for now.
struct Waiting {
  std::optional<NamedVm> vm;  ///< the one whose turn it would be
  std::string why;
  friend bool operator==(const Waiting&, const Waiting&) = default;
};

enum class StopCause {
  asked,        ///< one signal: running moves finish, no new ones start
  asked_twice,  ///< two: running moves are aborted
  time_limit,
  fault,  ///< something failed that makes going on wrong
};

struct Stopping {
  StopCause cause = StopCause::asked;
  std::size_t running = 0;  ///< moves that are under way
  std::string why;          ///< the particulars; may be empty
  friend bool operator==(const Stopping&, const Stopping&) = default;
};

enum class HookResult {
  passed,
  failed,       ///< it ended with another status than 0
  late,         ///< ended at its time limit
  interrupted,  ///< ended because the operation stops
  not_run,      ///< it could not be started
};

/// A program of the operator's own was run.
struct HookEnded {
  std::string hook;           ///< its stage and name: "before-drain/10-silence"
  std::optional<NamedVm> vm;  ///< the one that it was run for
  HookResult result = HookResult::passed;
  std::optional<int>
      status{};  ///< its exit status, or 128 and the signal that ended it; none: it was not run
  Seconds time{};
  std::string output;  ///< what it wrote, or why it was not run
  friend bool operator==(const HookEnded&, const HookEnded&) = default;
};

/// Somebody was asked whether a node is dead.
struct Testified {
  Testimony testimony;
  friend bool operator==(const Testified&, const Testified&) = default;
};

using Happening =
    std::variant<OperationBegan, Marked, Unmarked, MoveStarted, MoveAdopted, Sampled, DowntimeRaised,
                 Throttled, PostCopyBegan, MoveEnded, ShutDownAsked, ShutDownEnded, Mended, StartBegan,
                 StartEnded, Warned, Waiting, Stopping, HookEnded, Testified>;

struct Event {
  Moment time{};
  Happening what;
  friend bool operator==(const Event&, const Event&) = default;
};

}  // namespace haxen::model

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what can be wrong with where a VM is and how it is kept, and what would mend it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/names.hpp"
#include "model/mark.hpp"
#include "model/vm.hpp"

namespace haxen::model {

enum class AnomalyKind {
  running_twice,
  paused_beside,        ///< it runs, and another node has a paused copy of which it is not told whose it is
  paused_twice,         ///< copies at several nodes, none of which runs
  postcopy_failed,      ///< parts of its memory are at two nodes
  left_over_copy,       ///< it runs, and another node has a copy that a migration left paused
  paused_by_migration,  ///< the only copy
  half_received,        ///< it waits for its memory, and no node sends it
  paused_on_the_way,    ///< the only copy, and a move of it was cut short; its pause is none of a migration's
  unfinished_move,      ///< a move of it was cut short, and what that changed on the VM has not been put back
  defined_twice,        ///< a shut-off definition beside another one, or beside the VM itself
  transient,            ///< nothing of it is left once it is shut off
  origin_unknown,       ///< it is to go home to a node that is not in the fleet
  untold,               ///< its node does not tell how it is
  silent_node,
  stale_claim,   ///< memory is booked for an operation whose process is gone
  stale_cordon,  ///< the cordon of an operation whose process is gone still says that it is at work
  overdue_cordon,
};

/// What it comes to.
enum class Prospect {
  mendable,  ///< the remedy is safe, as far as could be seen
  unproven,  ///< nobody but the operator can decide
  advice,    ///< it may be as it is meant to be, and puts nothing at risk
};

enum class RemedyKind {
  resume,
  end_copy,  ///< and the definition with it
  undefine,
  make_persistent,
  finish_move,  ///< its downtime limit, autostart and notes as they were
  forget_origin,
  release_claim,
  rest_cordon,  ///< the cordon stays, without an operation at work
};

struct Remedy {
  RemedyKind kind{};
  NodeName node;  ///< where
  friend bool operator==(const Remedy&, const Remedy&) = default;
};

/// Why a copy does not run.
enum class Pause {
  none,  ///< it runs, or is off
  by_migration,
  postcopy_failed,
  otherwise,
  untold,
};

/// What one node tells of a VM.
struct Copy {
  Vm vm;
  Pause pause = Pause::none;
  bool incoming = false;  ///< a migration's receiving end that was never started
  friend bool operator==(const Copy&, const Copy&) = default;
};

struct Anomaly {
  AnomalyKind kind{};
  Prospect prospect = Prospect::unproven;
  VmUuid vm{};  ///< empty of what is a node's own
  VmName name{};
  NodeName node{};             ///< the one that is wrong, where that is known; else empty
  std::vector<Copy> copies{};  ///< all that are told of the VM, by node
  std::optional<Remedy> remedy{};
  std::optional<Mark> mark{};
  std::vector<NodeName> silent{};  ///< nodes that may hold another copy, and did not answer
  std::string detail{};            ///< what keeps it from being mended, or the particulars
  friend bool operator==(const Anomaly&, const Anomaly&) = default;
};

enum class MendResult {
  mended,  ///< proven
  over,    ///< when it was looked at again it was not so any more; nothing was done
  failed,  ///< all is as it was
  not_started,
  unproven,
};

struct MendOutcome {
  MendResult result = MendResult::not_started;
  std::string fault{};  ///< why it is not mended
  friend bool operator==(const MendOutcome&, const MendOutcome&) = default;
};

/// What a look at the whole fleet has found: VM by VM, then the nodes' own; of one VM in the order of
/// mending.
using Anomalies = std::vector<Anomaly>;

}  // namespace haxen::model

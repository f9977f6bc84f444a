// SPDX-License-Identifier: GPL-2.0-or-later
// Knows of copies of VMs that an interrupted hand-over left behind.
#pragma once

#include "executor/connections.hpp"
#include "model/fleet.hpp"

namespace haxen::executor {

/// What a paused copy, or one that is off, is by what the nodes told together. Whether its pause is the
/// migration's own, and not somebody's wish, only its node can say: see the deeds below.
enum class Stranded {
  no,
  only_copy,  ///< the hand-over came to nothing: it is the VM, and should run, once what is unclaimed is gone
  shell,      ///< the VM runs at the move's target: this one only missed the migration's last word
  unclaimed,  ///< the VM runs elsewhere, or is at the move's source: this one was held for a hand-over that
              ///< was not confirmed
  leftover,   ///< off, and the VM is kept at the move's other end: its migration left this definition
};

/// By its notes, what pauses `vm` is that its hand-over was to be confirmed. To its node, somebody has paused
/// it: nothing but its notes tells.
bool is_waiting(const model::Vm& vm);

/// Judges `vm`, an entry of `fleet`. `no` also where an end of its move did not answer.
Stranded stranded(const model::Fleet& fleet, const model::Vm& vm);

/// Lets the only copy run on, once both ends of its move have shown it to be that and paused by a migration,
/// or held by a confirmed hand-over; asks them for at most `patience`. A fault, and nothing done, where that
/// is not so.
Task<Result<void>> revive(Loop& loop, Connections& connections, model::Vm vm, Duration patience);

/// Ends a shell, or a copy that is unclaimed, once its node has shown it to be paused by a migration that is
/// over, or held for it, and `other` that the VM is there. A fault, and nothing done, where
/// that is not so.
Task<Result<void>> bury(Loop& loop, Connections& connections, model::Vm vm, NodeName other);

}  // namespace haxen::executor

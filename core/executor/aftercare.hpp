// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to leave a VM as its owner had it, wherever a move has brought it.
#pragma once

#include <string>
#include <vector>

#include "executor/connections.hpp"
#include "model/vm.hpp"
#include "virt/host.hpp"

namespace haxen::executor {

/// Done, or nothing to be done: a hypervisor without the call has nothing to set, or to put back.
bool is_fine(const Result<void>& done);

/// What a VM is to have where it is now.
struct OwnersSettings {
  Milliseconds downtime_limit{};  ///< zero: not known, left alone
  bool autostart = false;         ///< false: left alone
  virt::Notes notes;
};

/// Sets them on `vm` at `node`. What could not be set comes back in words.
Task<std::vector<std::string>> put_right(Connections& connections, NodeName node, VmUuid vm,
                                         OwnersSettings settings);

/// The notes of a VM that is at rest at `node`: no pending move, and no origin once it is home.
virt::Notes notes_at_rest(std::optional<NodeName> origin, const NodeName& node);

/// Puts right a VM that an interrupted run has left with a pending move and without a job. Whether it was to
/// go on from here nobody knows any more, so it is not noted as moved.
Task<std::vector<std::string>> settle(Connections& connections, model::Vm vm);

}  // namespace haxen::executor

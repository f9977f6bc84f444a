// SPDX-License-Identifier: GPL-2.0-or-later
// Knows on what terms one VM moves: its owner's, the operator's, and those of a move that is under way
// already.
#pragma once

#include "executor/aftercare.hpp"
#include "executor/settings.hpp"
#include "migration/steering.hpp"
#include "model/plan.hpp"
#include "model/vm.hpp"
#include "virt/host.hpp"

namespace haxen::executor {

/// The outage that it may have: the operator's word for this run before its owner's.
Milliseconds outage_budget(const Settings& settings, const model::Vm& vm);

migration::Bounds bounds_for(const Settings& settings, const model::Vm& vm);

/// Only of a VM that runs on by itself: one that is handed over for confirmation waits for it with all of its
/// memory, and disks that go along would be lost with it.
bool may_postcopy(const Settings& settings, const model::Vm& vm, const model::Move& move);

/// Of an adopted move, what its notes say. One that is paused already stays so: nobody is to resume it.
model::HandOver hand_over_of(const model::Vm& vm, const model::Move& move);

virt::MigrationRequest request_for(const Settings& settings, const model::Vm& vm, const model::Move& move);

/// What stands in a VM's metadata while it moves; `owners` is what its owner has it as, without notes.
virt::Notes notes_on_the_way(const Settings& settings, const model::Vm& vm, const model::Move& move,
                             const OwnersSettings& owners);

}  // namespace haxen::executor

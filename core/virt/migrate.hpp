// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how libvirt is told to move a VM.
#pragma once

#include <optional>

#include "virt/host.hpp"
#include "virt/pause_watch.hpp"
#include "virt/session.hpp"

namespace haxen::virt {

/// The flags for a request. Live, or of a VM that is off, and never unsafe. A persistent VM is defined at the
/// target and undefined here in one step, or it would end up defined twice; a transient one is neither.
unsigned migration_flags(const MigrationRequest& request);

/// Returns when the migration has ended. `target` is how haxen itself reaches the target: needed for managed
/// direct, which holds a second connection meanwhile. `pause` is where the guest's stop is noted.
Result<void> migrate(Session& session, const MigrationRequest& request, const std::optional<Endpoint>& target,
                     std::shared_ptr<PauseTime> pause);

}  // namespace haxen::virt

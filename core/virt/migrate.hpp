// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how libvirt is told to move a VM.
#pragma once

#include <memory>
#include <optional>

#include "virt/host.hpp"
#include "virt/lifecycle_watch.hpp"
#include "virt/session.hpp"

namespace haxen::virt {

/// The flags for a request. Live, or of a VM that is off, and never unsafe. A persistent VM is defined at the
/// target and undefined here in one step, or it would end up defined twice; a transient one is neither.
unsigned migration_flags(const MigrationRequest& request);

/// Returns when the migration has ended. `target` is how haxen itself reaches the target: needed for managed
/// direct, which holds a second connection meanwhile. `pause` is where the guest's stop is noted.
Result<void> migrate(Session& session, const MigrationRequest& request, const std::optional<Endpoint>& target,
                     std::shared_ptr<Moment> pause);

/// From now on `start` notes when that VM begins to run here, for as long as the session is open or until
/// another is watched.
Result<void> watch_start(Session& session, const VmUuid& vm, std::shared_ptr<Moment> start);

}  // namespace haxen::virt

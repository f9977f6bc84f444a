// SPDX-License-Identifier: GPL-2.0-or-later
// Knows libvirt's statistics of a migration.
#pragma once

#include "virt/host.hpp"
#include "virt/session.hpp"

namespace haxen::virt {

/// A look at the job at the source; only `finished` is set when there is none.
Result<JobSample> job_sample(const Session& session, const VmUuid& vm);
/// A fault of kind `missing` when there is no job any more.
Result<void> abort_job(const Session& session, const VmUuid& vm);
Result<void> start_postcopy(const Session& session, const VmUuid& vm);
/// See Host::memory_use().
Result<std::map<VmUuid, MemoryUse>> memory_use(const Session& session, const std::vector<VmUuid>& vms);
Result<std::optional<Seconds>> completed_downtime(const Session& session, const VmUuid& vm);

}  // namespace haxen::virt

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the small calls about one VM: notes, downtime limit, autostart, resume, shutdown, saving.
#pragma once

#include "virt/host.hpp"
#include "virt/session.hpp"

namespace haxen::virt {

Result<Notes> read_notes(const Session& session, const VmUuid& vm);
/// Written to what runs and to what would be started next, each for itself: by hand, policy may have been
/// written into only one of them.
Result<void> write_notes(const Session& session, const VmUuid& vm, const Notes& notes);

Result<Milliseconds> downtime_limit(const Session& session, const VmUuid& vm);
/// At least 1 ms: libvirt refuses 0.
Result<void> set_downtime_limit(const Session& session, const VmUuid& vm, Milliseconds limit);
Result<bool> autostart(const Session& session, const VmUuid& vm);
Result<void> set_autostart(const Session& session, const VmUuid& vm, bool on);

/// Resumes a paused VM and leaves a running one as it is; refuses any other state, and a post-copy that broke
/// off.
Result<void> resume(const Session& session, const VmUuid& vm);
Result<void> discard(const Session& session, const VmUuid& vm);
/// Leaves images, firmware variables and TPM state where they are.
Result<void> destroy_partial(const Session& session, const VmUuid& vm);
Result<void> undefine(const Session& session, const VmUuid& vm);
Result<void> make_persistent(const Session& session, const VmUuid& vm);
Result<void> shut_down(const Session& session, const VmUuid& vm);
Result<void> save(const Session& session, const VmUuid& vm);

}  // namespace haxen::virt

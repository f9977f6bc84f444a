// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how libvirt's calls tell the state of one VM.
#pragma once

#include "base/duration.hpp"
#include "virt/handle.hpp"
#include "virt/host.hpp"
#include "virt/session.hpp"

namespace haxen::virt {

/// Finds the VM; a fault of kind `missing` when this node does not know it.
Result<Domain> find_domain(const Session& session, const VmUuid& vm);

std::string uuid_of(virDomainPtr domain);

/// libvirt's virDomainState.
model::VmState vm_state(int state);

/// For how long its hypervisor process has owed libvirt an answer; none where it owes none. Asks nothing of
/// it.
std::optional<Milliseconds> unanswered(virDomainPtr domain);

/// Refuses where that is too long: a further call would hang as well.
Result<void> require_answers(virDomainPtr domain);

/// libvirt's virDomainState and its reason: see Presence::postcopy_failed.
bool is_torn(int state, int reason);

/// Whether its memory is still arriving. Asks nothing of its hypervisor process, which may owe libvirt an
/// answer for as long as the sender is silent: until then every call that does ask waits behind that.
bool is_being_received(virDomainPtr domain);

/// What libvirt is doing with an active VM; none also where the driver cannot tell.
std::optional<model::Job> job_of(virDomainPtr domain);

Result<Presence> presence(const Session& session, const VmUuid& vm);

}  // namespace haxen::virt

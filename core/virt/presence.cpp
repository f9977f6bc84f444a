// SPDX-License-Identifier: GPL-2.0-or-later
// Knows libvirt's states and reasons.
#include "virt/presence.hpp"

#include <fmt/format.h>

#include "base/duration.hpp"
#include "virt/parameters.hpp"

namespace haxen::virt {

namespace {

model::JobKind job_kind(std::optional<unsigned long long> operation) {
  if (operation == VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT) return model::JobKind::migration_out;
  if (operation == VIR_DOMAIN_JOB_OPERATION_MIGRATION_IN) return model::JobKind::migration_in;
  return model::JobKind::other;
}

// QEMU answers within milliseconds, and on a machine with too much to do within a second or two. One whose
// storage hangs does not, and a call that asks it something more would hang as well.
constexpr Milliseconds too_long{5000};

}  // namespace

std::optional<Milliseconds> unanswered(virDomainPtr domain) {
  virDomainControlInfo info{};
  if (virDomainGetControlInfo(domain, &info, 0) < 0) {
    take_complaint();
    return std::nullopt;
  }
  if (info.state != VIR_DOMAIN_CONTROL_OCCUPIED) return std::nullopt;
  return Milliseconds(static_cast<Milliseconds::rep>(info.stateTime));
}

Result<void> require_answers(virDomainPtr domain) {
  const auto waited = unanswered(domain);
  if (!waited || *waited < too_long) return {};
  return fault(FaultKind::busy,
               fmt::format("VM '{}': its hypervisor process has not answered for {}",
                           virDomainGetName(domain), to_string(Seconds(*waited))),
               "does its storage hang?");
}

Result<Domain> find_domain(const Session& session, const VmUuid& vm) {
  Domain domain(virDomainLookupByUUIDString(session.connection, vm.str().c_str()));
  if (!domain) return failed("cannot find VM '" + vm.str() + "'");
  return domain;
}

std::string uuid_of(virDomainPtr domain) {
  std::string text(VIR_UUID_STRING_BUFLEN, '\0');
  virDomainGetUUIDString(domain, text.data());
  text.resize(VIR_UUID_STRING_BUFLEN - 1);
  return text;
}

model::VmState vm_state(int state) {
  switch (static_cast<virDomainState>(state)) {
    case VIR_DOMAIN_RUNNING: return model::VmState::running;
    case VIR_DOMAIN_BLOCKED: return model::VmState::blocked_on_io;
    case VIR_DOMAIN_PAUSED: return model::VmState::paused;
    case VIR_DOMAIN_SHUTDOWN: return model::VmState::shutting_down;
    case VIR_DOMAIN_SHUTOFF: return model::VmState::shut_off;
    case VIR_DOMAIN_CRASHED: return model::VmState::crashed;
    case VIR_DOMAIN_PMSUSPENDED: return model::VmState::suspended;
    case VIR_DOMAIN_NOSTATE: return model::VmState::unknown;
  }
  return model::VmState::unknown;
}

bool is_torn(int state, int reason) {
  return (state == VIR_DOMAIN_PAUSED && reason == VIR_DOMAIN_PAUSED_POSTCOPY_FAILED) ||
         (state == VIR_DOMAIN_RUNNING && reason == VIR_DOMAIN_RUNNING_POSTCOPY_FAILED);
}

bool is_being_received(virDomainPtr domain) {
  return require_answers(domain) && job_of(domain) == model::Job{model::JobKind::migration_in};
}

std::optional<model::Job> job_of(virDomainPtr domain) {
  Parameters statistics;
  int type = VIR_DOMAIN_JOB_NONE;
  if (virDomainGetJobStats(domain, &type, statistics.list(), statistics.count(), 0) < 0) {
    // The receiving end has a job, but no statistics of it: "available only on the source host" (9.0.0).
    const auto code = take_complaint().code;
    const bool is_refused = code == VIR_ERR_OPERATION_UNSUPPORTED || code == VIR_ERR_OPERATION_INVALID;
    if (!is_refused || virDomainIsActive(domain) != 1) return std::nullopt;
    return model::Job{model::JobKind::migration_in};
  }
  if (type == VIR_DOMAIN_JOB_NONE) return std::nullopt;
  return model::Job{job_kind(statistics.view().number(VIR_DOMAIN_JOB_OPERATION))};
}

Result<Presence> presence(const Session& session, const VmUuid& vm) {
  auto domain = find_domain(session, vm);
  if (!domain) {
    if (domain.error().kind == FaultKind::missing) return Presence{};
    return tl::unexpected(domain.error());
  }
  int state = 0;
  int reason = 0;
  if (virDomainGetState(domain->get(), &state, &reason, 0) < 0) {
    auto complaint = take_complaint();
    // Gone between the two calls.
    if (complaint.code == VIR_ERR_NO_DOMAIN) return Presence{};
    return tl::unexpected(explain("cannot read the state of VM '" + vm.str() + "'", complaint));
  }
  Presence presence;
  presence.defined = true;
  presence.persistent = virDomainIsPersistent(domain->get()) == 1;
  presence.state = vm_state(state);
  if (model::is_active(presence.state)) {
    if (auto answers = require_answers(domain->get()); !answers) return tl::unexpected(answers.error());
    presence.job = job_of(domain->get());
  }
  // A receiving QEMU that comes up, or goes because nobody sends any more, may have no job.
  const bool comes_up = state == VIR_DOMAIN_PAUSED && reason == VIR_DOMAIN_PAUSED_STARTING_UP;
  presence.incoming = comes_up || presence.job == model::Job{model::JobKind::migration_in};
  presence.paused_by_migration =
      presence.state == model::VmState::paused && reason == VIR_DOMAIN_PAUSED_MIGRATION;
  presence.postcopy_failed = is_torn(state, reason);
  return presence;
}

}  // namespace haxen::virt

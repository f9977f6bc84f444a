// SPDX-License-Identifier: GPL-2.0-or-later
// Knows libvirt's calls that read and change one VM.
#include "virt/domain_calls.hpp"

#include "virt/handle.hpp"
#include "virt/notes_codec.hpp"
#include "virt/presence.hpp"

namespace haxen::virt {

namespace {

std::string named(const VmUuid& vm) { return "VM '" + vm.str() + "'"; }

/// Makes one call about one VM that returns -1 when it fails.
template <class Call>
Result<void> change(const Session& session, const VmUuid& vm, const std::string& deed, Call call) {
  const auto domain = find_domain(session, vm);
  if (!domain) return tl::unexpected(domain.error());
  if (call(domain->get()) < 0) return failed("cannot " + deed + " of " + named(vm));
  return {};
}

/// Removes the definition, and nothing that lies beside it. libvirt refuses by itself what has a saved state,
/// snapshots or checkpoints.
Result<void> forget(const Session& session, virDomainPtr domain, const VmUuid& vm) {
  // Other drivers know neither firmware variables nor TPM state, and refuse flags about them (9.0.0).
  const unsigned flags = session.hypervisor == model::Hypervisor::qemu
                             ? VIR_DOMAIN_UNDEFINE_KEEP_NVRAM | VIR_DOMAIN_UNDEFINE_KEEP_TPM
                             : 0;
  if (virDomainUndefineFlags(domain, flags) < 0) return failed("cannot undefine " + named(vm));
  return {};
}

/// The element as it is, empty when there is none.
Result<std::string> notes_text(virDomainPtr domain, unsigned which) {
  auto text = text_of("cannot read notes",
                      virDomainGetMetadata(domain, VIR_DOMAIN_METADATA_ELEMENT, notes_namespace, which));
  if (!text && text.error().kind == FaultKind::missing) return std::string();
  return text;
}

Result<void> write_notes(virDomainPtr domain, const Notes& notes, unsigned which) {
  const auto former = notes_text(domain, which);
  if (!former) return tl::unexpected(former.error());
  const auto element = notes_element(*former, notes);
  if (!element && former->empty()) return {};
  if (virDomainSetMetadata(domain, VIR_DOMAIN_METADATA_ELEMENT, element ? element->c_str() : nullptr,
                           element ? notes_prefix : nullptr, notes_namespace, which) < 0) {
    return failed("cannot write notes");
  }
  return {};
}

}  // namespace

Result<Notes> read_notes(const Session& session, const VmUuid& vm) {
  const auto domain = find_domain(session, vm);
  if (!domain) return tl::unexpected(domain.error());
  const auto text = notes_text(domain->get(), VIR_DOMAIN_AFFECT_CURRENT);
  if (!text) return tl::unexpected(about(named(vm), text.error()));
  return read_notes_element(*text);
}

Result<void> write_notes(const Session& session, const VmUuid& vm, const Notes& notes) {
  const auto domain = find_domain(session, vm);
  if (!domain) return tl::unexpected(domain.error());
  const bool active = virDomainIsActive(domain->get()) == 1;
  const bool persistent = virDomainIsPersistent(domain->get()) == 1;
  Result<void> written;
  if (active) written = write_notes(domain->get(), notes, VIR_DOMAIN_AFFECT_LIVE);
  if (written && persistent) written = write_notes(domain->get(), notes, VIR_DOMAIN_AFFECT_CONFIG);
  if (!written) return tl::unexpected(about(named(vm), written.error()));
  return {};
}

Result<Milliseconds> downtime_limit(const Session& session, const VmUuid& vm) {
  unsigned long long limit = 0;
  const auto asked = change(session, vm, "read the downtime limit", [&](virDomainPtr domain) {
    return virDomainMigrateGetMaxDowntime(domain, &limit, 0);
  });
  if (!asked) return tl::unexpected(asked.error());
  return Milliseconds(static_cast<Milliseconds::rep>(limit));
}

Result<void> set_downtime_limit(const Session& session, const VmUuid& vm, Milliseconds limit) {
  if (limit < Milliseconds(1)) return fault(FaultKind::usage, "a downtime limit is at least 1 ms");
  const auto count = static_cast<unsigned long long>(limit.count());
  return change(session, vm, "set the downtime limit",
                [&](virDomainPtr domain) { return virDomainMigrateSetMaxDowntime(domain, count, 0); });
}

Result<bool> autostart(const Session& session, const VmUuid& vm) {
  int on = 0;
  const auto asked = change(session, vm, "read the autostart",
                            [&](virDomainPtr domain) { return virDomainGetAutostart(domain, &on); });
  if (!asked) return tl::unexpected(asked.error());
  return on != 0;
}

Result<void> set_autostart(const Session& session, const VmUuid& vm, bool on) {
  return change(session, vm, "set the autostart",
                [&](virDomainPtr domain) { return virDomainSetAutostart(domain, on ? 1 : 0); });
}

Result<void> resume(const Session& session, const VmUuid& vm) {
  const auto domain = find_domain(session, vm);
  if (!domain) return tl::unexpected(domain.error());
  int state = 0;
  int reason = 0;
  if (virDomainGetState(domain->get(), &state, &reason, 0) < 0)
    return failed("cannot read the state of " + named(vm));
  if (state == VIR_DOMAIN_RUNNING || state == VIR_DOMAIN_BLOCKED) return {};
  if (state != VIR_DOMAIN_PAUSED) return fault(FaultKind::failed, named(vm) + " is not paused");
  if (reason == VIR_DOMAIN_PAUSED_POSTCOPY || reason == VIR_DOMAIN_PAUSED_POSTCOPY_FAILED)
    return fault(FaultKind::failed, named(vm) + " has only a part of its memory here");
  if (virDomainResume(domain->get()) < 0) return failed("cannot resume " + named(vm));
  return {};
}

namespace {

// To libvirt one that was migrated with VIR_MIGRATE_PAUSED is a VM that somebody has paused.
bool is_held(const Session& session, const VmUuid& vm, int reason) {
  if (reason != VIR_DOMAIN_PAUSED_USER) return false;
  const auto notes = read_notes(session, vm);
  return notes && notes->pending && notes->pending->to == session.endpoint.name &&
         notes->pending->hand_over == model::HandOver::confirmed;
}

}  // namespace

// What libvirt's own migration leaves when it undefines its source: the definition only goes.
Result<void> discard(const Session& session, const VmUuid& vm) {
  const auto domain = find_domain(session, vm);
  if (!domain) return tl::unexpected(domain.error());
  const bool persistent = virDomainIsPersistent(domain->get()) == 1;
  int state = 0;
  int reason = 0;
  if (virDomainGetState(domain->get(), &state, &reason, 0) < 0)
    return failed("cannot read the state of " + named(vm));
  const bool by_migration = reason == VIR_DOMAIN_PAUSED_MIGRATION;
  if (state != VIR_DOMAIN_PAUSED || (!by_migration && !is_held(session, vm, reason)))
    return fault(FaultKind::failed, named(vm) + " is not paused by a migration");
  if (virDomainDestroy(domain->get()) < 0) return failed("cannot end the paused copy of " + named(vm));
  return persistent ? forget(session, domain->get(), vm) : Result<void>{};
}

Result<void> destroy_partial(const Session& session, const VmUuid& vm) {
  const auto domain = find_domain(session, vm);
  if (!domain) return tl::unexpected(domain.error());
  int state = 0;
  int reason = 0;
  if (virDomainGetState(domain->get(), &state, &reason, 0) < 0)
    return failed("cannot read the state of " + named(vm));
  if (!is_torn(state, reason)) {
    if (auto answers = require_answers(domain->get()); !answers) return answers;
    if (!is_being_received(domain->get()))
      return fault(FaultKind::failed, named(vm) + " is not without a part of its memory");
  }
  if (virDomainDestroy(domain->get()) == 0) return {};
  // Who waited for the rest of its memory may clear it away first, once its process has gone.
  auto complaint = take_complaint();
  if (virDomainIsActive(domain->get()) == 0) return {};
  return tl::unexpected(explain("cannot end the part of " + named(vm), complaint));
}

Result<void> undefine(const Session& session, const VmUuid& vm) {
  const auto domain = find_domain(session, vm);
  if (!domain && domain.error().kind == FaultKind::missing) return {};
  if (!domain) return tl::unexpected(domain.error());
  const int active = virDomainIsActive(domain->get());
  if (active < 0) return failed("cannot read the state of " + named(vm));
  if (active != 0) return fault(FaultKind::failed, named(vm) + " is active");
  return forget(session, domain->get(), vm);
}

Result<void> make_persistent(const Session& session, const VmUuid& vm) {
  const auto domain = find_domain(session, vm);
  if (!domain) return tl::unexpected(domain.error());
  if (virDomainIsPersistent(domain->get()) == 1) return {};
  if (virDomainIsActive(domain->get()) != 1) return fault(FaultKind::failed, named(vm) + " is not active");
  const auto xml =
      text_of("cannot read the definition of " + named(vm),
              virDomainGetXMLDesc(domain->get(), VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_SECURE));
  if (!xml) return tl::unexpected(xml.error());
  const Domain defined(virDomainDefineXML(session.connection, xml->c_str()));
  if (!defined) return failed("cannot define " + named(vm));
  return {};
}

Result<void> shut_down(const Session& session, const VmUuid& vm) {
  const auto domain = find_domain(session, vm);
  if (!domain) return tl::unexpected(domain.error());
  if (virDomainShutdown(domain->get()) < 0) return failed("cannot shut down " + named(vm));
  return {};
}

Result<void> save(const Session& session, const VmUuid& vm) {
  const auto domain = find_domain(session, vm);
  if (!domain) return tl::unexpected(domain.error());
  if (virDomainManagedSave(domain->get(), 0) < 0) return failed("cannot save " + named(vm));
  return {};
}

}  // namespace haxen::virt

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what libvirt would do to a definition that is there already, and keeps it from that.
#include "virt/definitions.hpp"

#include <fmt/format.h>
#include <set>

#include "virt/domain_calls.hpp"
#include "virt/handle.hpp"
#include "virt/notes_codec.hpp"
#include "virt/presence.hpp"

namespace haxen::virt {

namespace {

bool is_ours(const Session& session, const Definition& definition) {
  const auto notes = read_notes(session, definition.vm.uuid);
  return notes && notes->pending && definition.notes.pending &&
         notes->pending->operation == definition.notes.pending->operation;
}

bool has_name(const Session& session, const VmName& name) {
  const Domain found(virDomainLookupByName(session.connection, name.str().c_str()));
  if (!found) take_complaint();
  return found != nullptr;
}

}  // namespace

// One call for all in place of one for each to find it by its UUID.
Result<std::map<VmUuid, std::string>> definitions(const Session& session, const std::vector<VmUuid>& vms) {
  const std::set<VmUuid> wanted(vms.begin(), vms.end());
  const auto known = listed<Domain>("cannot list its VMs", [&](virDomainPtr** array) {
    return virConnectListAllDomains(session.connection, array, 0);
  });
  if (!known) return tl::unexpected(known.error());
  std::map<VmUuid, std::string> found;
  for (const auto& domain : *known) {
    const VmUuid uuid(uuid_of(domain.get()));
    if (!wanted.contains(uuid)) continue;
    auto xml =
        text_of("cannot read a definition", virDomainGetXMLDesc(domain.get(), VIR_DOMAIN_XML_INACTIVE));
    if (xml) found.emplace(uuid, std::move(*xml));
  }
  return found;
}

// libvirt would write over one of the same UUID and name without a word.
Result<void> define(const Session& session, const Definition& definition) {
  const auto& vm = definition.vm;
  const auto known = find_domain(session, vm.uuid);
  if (known && is_ours(session, definition)) return {};
  if (known) return fault(FaultKind::exists, fmt::format("a VM with the UUID '{}' exists", vm.uuid));
  if (known.error().kind != FaultKind::missing) return tl::unexpected(known.error());
  if (has_name(session, vm.name))
    return fault(FaultKind::exists, fmt::format("another VM is called '{}'", vm.name));
  const auto xml = with_notes(definition.xml, definition.notes);
  if (!xml) return tl::unexpected(xml.error());
  const Domain made(virDomainDefineXMLFlags(session.connection, xml->c_str(), VIR_DOMAIN_DEFINE_VALIDATE));
  if (!made) return failed(fmt::format("cannot define VM '{}'", vm.name));
  return {};
}

Result<void> start(const Session& session, const VmUuid& vm) {
  const auto domain = find_domain(session, vm);
  if (!domain) return tl::unexpected(domain.error());
  if (virDomainIsActive(domain->get()) == 1) return {};
  if (virDomainCreate(domain->get()) < 0) return failed(fmt::format("cannot start VM '{}'", vm));
  return {};
}

}  // namespace haxen::virt

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows libvirt's migration calls, their flags and parameters.
#include "virt/migrate.hpp"

#include <utility>

#include "virt/handle.hpp"
#include "virt/parameters.hpp"
#include "virt/peer_faults.hpp"
#include "virt/presence.hpp"
#include "virt/stream_faults.hpp"
#include "virt/uri.hpp"

namespace haxen::virt {

namespace {

void add_parameters(const MigrationRequest& request, const std::string& target_host, Parameters& parameters) {
  if (!request.migrate_uri.empty()) parameters.add(VIR_MIGRATE_PARAM_URI, request.migrate_uri);
  for (const auto& disk : request.copied_disks) parameters.add(VIR_MIGRATE_PARAM_MIGRATE_DISKS, disk);
  // The memory stream's address need not be a name that the target's certificate holds.
  if (request.tls && !target_host.empty()) parameters.add(VIR_MIGRATE_PARAM_TLS_DESTINATION, target_host);
}

// The connection between the two daemons, or ours, broke in the middle: they had come together.
bool broke_off(const std::string& text) {
  for (const auto* sign : {"client socket is closed", "End of file while reading", "keepalive timeout"})
    if (text.find(sign) != std::string::npos) return true;
  return false;
}

tl::unexpected<Fault> why_not_moved(const MigrationRequest& request, const NodeName& from) {
  const auto complaint = take_complaint();
  const auto& vm = request.vm.str();
  const auto& to = request.to.str();
  if (complaint.code == VIR_ERR_MIGRATE_PERSIST_FAILED) {
    return fault(FaultKind::failed,
                 "VM '" + vm + "' has moved to node '" + to + "' but is not defined there: " + complaint.text,
                 "it runs; define it there before it stops");
  }
  auto why = explain("cannot migrate VM '" + vm + "' to node '" + to + "'", complaint);
  const bool by_peers = request.route == Route::peer_to_peer;
  if (auto peers = by_peers ? explain_peers(from, request.peer_uri, complaint) : std::nullopt)
    why = std::move(*peers);
  if (broke_off(complaint.text)) why.kind = FaultKind::failed;
  const bool by_stream = request.tls && why.kind == FaultKind::failed;
  const bool is_full =
      !request.copied_disks.empty() && complaint.text.find("No space left") != std::string::npos;
  if (is_full)
    why.message = "cannot migrate VM '" + vm + "': node '" + to + "' has no room left for its disks (" +
                  complaint.text + ")";
  if (const auto reason = by_stream ? explain_encryption(from, request.to, complaint) : std::nullopt)
    why.message = "cannot migrate VM '" + vm + "' to node '" + to + "': " + *reason;
  return tl::unexpected(why);
}

Result<void> migrate_by_peers(virDomainPtr domain, const MigrationRequest& request, const NodeName& from) {
  Parameters parameters;
  add_parameters(request, parse_uri(request.peer_uri).host, parameters);
  if (virDomainMigrateToURI3(domain, request.peer_uri.c_str(), *parameters.list(),
                             static_cast<unsigned>(*parameters.count()), migration_flags(request)) < 0) {
    return why_not_moved(request, from);
  }
  return {};
}

Result<void> migrate_directly(virDomainPtr domain, const MigrationRequest& request, const NodeName& from,
                              const Endpoint& target) {
  Session other;
  other.endpoint = target;
  if (auto opened = connect(other); !opened) {
    return tl::unexpected(about("node '" + target.name.str() + "'", opened.error()));
  }
  Parameters parameters;
  // An alias of ssh's stands in no certificate: the name by which the peers know it is the better one.
  const auto& uri = request.peer_uri.empty() ? target.uri : request.peer_uri;
  add_parameters(request, parse_uri(uri).host, parameters);
  const Domain moved(virDomainMigrate3(domain, other.connection, *parameters.list(),
                                       static_cast<unsigned>(*parameters.count()), migration_flags(request)));
  Result<void> result;
  if (!moved) result = why_not_moved(request, from);
  close(other);
  return result;
}

}  // namespace

unsigned migration_flags(const MigrationRequest& request) {
  unsigned flags = request.offline ? VIR_MIGRATE_OFFLINE : VIR_MIGRATE_LIVE;
  if (!request.copied_disks.empty()) flags |= VIR_MIGRATE_NON_SHARED_DISK;
  if (request.route == Route::peer_to_peer) flags |= VIR_MIGRATE_PEER2PEER;
  if (request.persistent) flags |= VIR_MIGRATE_PERSIST_DEST | VIR_MIGRATE_UNDEFINE_SOURCE;
  if (request.tls) flags |= VIR_MIGRATE_TLS;
  if (request.may_throttle) flags |= VIR_MIGRATE_AUTO_CONVERGE;
  if (request.may_postcopy && request.route == Route::peer_to_peer) flags |= VIR_MIGRATE_POSTCOPY;
  if (request.held) flags |= VIR_MIGRATE_PAUSED;
  return flags;
}

Result<void> migrate(Session& session, const MigrationRequest& asked, const std::optional<Endpoint>& target,
                     std::shared_ptr<Moment> pause) {
  auto request = asked;
  // Xen has neither, refuses the flags, and needs none: it stops the guest after five rounds.
  if (session.hypervisor == model::Hypervisor::xen) request.may_throttle = request.may_postcopy = false;
  if (session.hypervisor == model::Hypervisor::xen && request.tls) {
    return fault(FaultKind::unsupported, "Xen cannot encrypt the memory stream",
                 "set tls = \"off\" for these nodes");
  }
  const auto domain = find_domain(session, request.vm);
  if (!domain) return tl::unexpected(domain.error());
  const LifecycleWatch watch(session.connection, domain->get(), LifecycleWatch::For::stop, std::move(pause));
  switch (request.route) {
    case Route::peer_to_peer: return migrate_by_peers(domain->get(), request, session.endpoint.name);
    case Route::managed_direct:
      if (!target) return fault(FaultKind::missing, "no node '" + request.to.str() + "'");
      return migrate_directly(domain->get(), request, session.endpoint.name, *target);
  }
  return {};
}

Result<void> watch_start(Session& session, const VmUuid& vm, std::shared_ptr<Moment> start) {
  const auto domain = find_domain(session, vm);
  if (!domain) return tl::unexpected(domain.error());
  session.watch = std::make_shared<LifecycleWatch>(session.connection, domain->get(),
                                                   LifecycleWatch::For::start, std::move(start));
  if (session.watch->works()) return {};
  return fault(FaultKind::unsupported, "it does not tell when VM '" + vm.str() + "' begins to run");
}

}  // namespace haxen::virt

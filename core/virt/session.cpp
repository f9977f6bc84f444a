// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a connection is opened so that nothing waits for ever or for a person.
#include "virt/session.hpp"

#include <libvirt/virterror.h>

#include "virt/complaint.hpp"
#include "virt/libvirt_log.hpp"
#include "virt/own_session.hpp"
#include "virt/reach.hpp"
#include "virt/ssh_route.hpp"
#include "virt/uri.hpp"

namespace haxen::virt {

namespace {

// A dead peer is noticed after 30 s, which is also libvirtd's own default.
constexpr int keepalive_seconds = 5;
constexpr unsigned keepalive_count = 6;

/// An open has no time limit of its own, and one that hangs costs a thread: so ask the port first.
Result<void> probe(const Uri& uri, Milliseconds bound) {
  if (uri.host.empty()) return {};
  if (uri.transport == Transport::ssh) {
    const auto route = ssh_route(uri);
    return route ? reach(route->host, route->port, bound) : Result<void>();
  }
  const auto port = uri.port ? uri.port : default_port(uri.transport);
  return port ? reach(uri.host, *port, bound) : Result<void>();
}

std::string hint_for(const Uri& uri) {
  switch (uri.transport) {
    case Transport::ssh: return "is the host up, and does its ssh server run?";
    case Transport::tls: return "is the host up, and does its libvirt listen for TLS (libvirtd-tls.socket)?";
    case Transport::tcp: return "is the host up, and does its libvirt listen for TCP (libvirtd-tcp.socket)?";
    case Transport::local:
    case Transport::other: return {};
  }
  return {};
}

/// Only the local socket, here or at the far end of ssh, has a second door for those who may not do all.
bool wants_more_rights(const Complaint& complaint, Transport transport) {
  if (transport != Transport::local && transport != Transport::ssh) return false;
  return complaint.code == VIR_ERR_AUTH_UNAVAILABLE || complaint.code == VIR_ERR_AUTH_CANCELLED ||
         complaint.code == VIR_ERR_AUTH_FAILED ||
         complaint.text.find("libvirt-sock': Permission denied") != std::string::npos;
}

model::Hypervisor hypervisor_of(const std::string& driver) {
  if (driver == "qemu") return model::Hypervisor::qemu;
  if (driver == "xen") return model::Hypervisor::xen;
  if (driver == "test") return model::Hypervisor::test;
  return model::Hypervisor::unknown;
}

/// Without an auth callback libvirt fails where it would ask for a password.
Complaint open(Session& session, const std::string& uri, Transport transport) {
  const OwnSession own;
  session.connection = virConnectOpen(uri.c_str());
  if (session.connection != nullptr) return {};
  const auto complaint = take_complaint();
  if (!wants_more_rights(complaint, transport)) return complaint;
  session.connection = virConnectOpenReadOnly(uri.c_str());
  session.read_only = session.connection != nullptr;
  return complaint;
}

}  // namespace

Result<void> connect(Session& session) {
  const auto& endpoint = session.endpoint;
  const auto uri = parse_uri(endpoint.uri);
  if (auto answer = probe(uri, endpoint.connect_deadline * 3 / 4); !answer) {
    return tl::unexpected(
        Fault{answer.error().kind, "cannot connect: " + answer.error().message, hint_for(uri)});
  }
  const bool by_ssh = uri.transport == Transport::ssh;
  const LogListener log;
  const auto complaint =
      open(session, by_ssh ? with_parameter(endpoint.uri, "no_tty", "1") : endpoint.uri, uri.transport);
  if (session.connection == nullptr) return tl::unexpected(explain_connect(uri.host, complaint, log.heard()));
  session.hypervisor = hypervisor_of(uri.driver);
  // A driver inside this process has no keepalive and needs none.
  if (virConnectSetKeepAlive(session.connection, keepalive_seconds, keepalive_count) < 0) take_complaint();
  return {};
}

void close(Session& session) {
  session.watch.reset();  // or it would keep the connection open
  if (session.connection != nullptr) virConnectClose(session.connection);
  session.connection = nullptr;
}

}  // namespace haxen::virt

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows libvirt's words for a connection between two daemons that does not come about.
#include "virt/peer_faults.hpp"

#include <fmt/format.h>

#include "virt/uri.hpp"

namespace haxen::virt {

namespace {

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// libvirt 9.0.0 gives the words of its socket, those of its port for memory too. Others put the URI before
// them.
bool names_peer(const std::string& text, const std::string& peer_uri) {
  if (holds(text, "Failed to connect to remote libvirt URI")) return true;
  const auto uri = parse_uri(peer_uri);
  const auto port = uri.port ? uri.port : default_port(uri.transport);
  if (!port) return false;
  return holds(text, fmt::format("unable to connect to server at '{}:{}'", uri.host, *port)) ||
         holds(text, fmt::format("nable to resolve address '{}' service '{}'", uri.host, *port));
}

}  // namespace

std::optional<Fault> explain_peers(const NodeName& from, const std::string& peer_uri,
                                   const Complaint& complaint) {
  const auto node = fmt::format("node '{}'", from);
  const auto meaning = known_refusal(complaint.text, node, "on " + node);
  auto kind = explain({}, complaint).kind;
  if (names_peer(complaint.text, peer_uri)) {
    kind = FaultKind::unreachable;
  } else if (!meaning || (kind != FaultKind::unreachable && kind != FaultKind::denied)) {
    return std::nullopt;
  }
  const auto why = meaning.value_or(complaint.text);
  return Fault{kind, fmt::format("cannot connect to '{}': {}", peer_uri, why), {}, complaint.text};
}

}  // namespace haxen::virt

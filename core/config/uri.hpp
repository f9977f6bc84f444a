// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the parts of the URIs by which nodes are reached.
#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"

namespace haxen::config {

/// SCHEME://[USER@]HOST[:PORT][/PATH], where libvirt's scheme is DRIVER[+TRANSPORT].
struct Uri {
  std::string scheme;
  std::string host;  ///< an IPv6 literal keeps its brackets; empty for what is on this machine
  std::optional<unsigned> port;

  friend bool operator==(const Uri&, const Uri&) = default;
};

/// Refuses what has no scheme, blanks, an IPv6 literal without brackets, a port outside 1..65535.
Result<Uri> parse_uri(const std::string& text);

/// Whether `text` can name a hypervisor: a known driver and transport. A host is not asked for.
Result<void> accept_node_uri(const std::string& text);

/// As accept_node_uri, and a host that other nodes can connect to.
Result<void> accept_peer_uri(const std::string& text);

/// Whether `text` can be a migration address: tcp or rdma to a host, or a unix socket.
Result<void> accept_migrate_uri(const std::string& text);

/// tcp:// and the host of a peer URI; empty where that has none.
std::string migrate_uri_for(const std::string& peer_uri);

}  // namespace haxen::config

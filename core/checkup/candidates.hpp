// SPDX-License-Identifier: GPL-2.0-or-later
// Knows by which URIs a host might be reached, and which of those that answer to choose.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/check.hpp"

namespace haxen::checkup {

/// A way to a host's libvirt.
struct Way {
  std::string words;  ///< "ssh as root", "TLS", "its socket here"
  std::string uri;
  friend bool operator==(const Way&, const Way&) = default;
};

/// A host as somebody named it: "n1", "admin@n1.example.org", "fd00::1", "localhost", or a whole URI.
struct NamedHost {
  std::string word;
  std::string user;  ///< empty: none was named
  std::string host;  ///< empty: this machine
  std::string uri;   ///< the whole of it, where that is what was named
  friend bool operator==(const NamedHost&, const NamedHost&) = default;
};

NamedHost named_host(const std::string& word);

/// How haxen might reach the host, the best first: ssh before TLS, since ssh can also tell of clocks and of
/// who reaches whom.
std::vector<Way> ways_to(const NamedHost& host);

/// How another node's daemon might reach it, the best first: TLS before ssh, which needs a key of the
/// daemon's own user. `own_name` stands for this machine.
std::vector<Way> peer_ways_to(const NamedHost& host, const std::string& own_name);

/// What the other nodes said of one way to a host.
struct Standing {
  std::size_t yes = 0;
  std::size_t no = 0;
  std::string why_no;  ///< the first reason
};

/// The best of some ways, by what the others said of each: the first that all who were asked reach, else the
/// one that most reach, else `fallback`. Requires at least one.
std::size_t best_way(const std::vector<Standing>& ways, std::size_t fallback);

}  // namespace haxen::checkup

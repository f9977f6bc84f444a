// SPDX-License-Identifier: GPL-2.0-or-later
// Knows where a target is on the network: its address, looked up once.
#pragma once

#include <string>
#include <sys/socket.h>

#include "base/result.hpp"
#include "probe/target.hpp"

namespace haxen::probe {

struct Endpoint {
  Target target;
  sockaddr_storage address{};
  socklen_t length = 0;

  int family() const { return address.ss_family; }
  const sockaddr* raw() const { return reinterpret_cast<const sockaddr*>(&address); }
};

/// The first address that the system's resolver knows; its own time limits hold. Refuses names that it does
/// not know.
Result<Endpoint> resolve(const Target& target);

/// "10.0.0.5", "fd00::5"
std::string numeric(const Endpoint& endpoint);

/// "connection refused": the system's words for an errno, in our case.
std::string words_for(int error);

}  // namespace haxen::probe

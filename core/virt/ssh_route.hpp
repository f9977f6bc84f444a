// SPDX-License-Identifier: GPL-2.0-or-later
// Knows where the ssh program would really connect to.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "virt/uri.hpp"

namespace haxen::virt {

struct SshRoute {
  std::string host;
  unsigned port = 22;
  friend bool operator==(const SshRoute&, const SshRoute&) = default;
};

/// Asks `ssh -G`, because the host in a URI may be an alias of ssh_config with a HostName, Port, ProxyJump or
/// ProxyCommand of its own, and a probe of the wrong address would refuse a node that answers. None when ssh
/// goes through somebody else (a proxy, a master connection that is up, the URI's own `command`) or does not
/// tell: then there is nothing to probe.
std::optional<SshRoute> ssh_route(const Uri& uri);

/// The same from the words of `ssh -G`.
std::optional<SshRoute> read_ssh_configuration(std::string_view text);

}  // namespace haxen::virt

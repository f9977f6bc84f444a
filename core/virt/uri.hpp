// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a libvirt URI says which driver is meant and where its daemon listens.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace haxen::virt {

enum class Transport {
  local,  ///< no network: a unix socket of this host, or a driver inside this process
  ssh,    ///< the ssh program
  tls,
  tcp,
  other,  ///< libssh, libssh2, ext
};

struct Uri {
  std::string driver;  ///< "qemu", "xen", "test"
  Transport transport = Transport::local;
  std::string user;
  std::string host;  ///< without the brackets of an IPv6 address; empty for this host
  std::optional<unsigned> port;
  std::string query;  ///< as it stands behind the question mark
};

/// Takes apart driver[+transport]://[user@][host][:port]/[path][?query]. What it cannot find is empty;
/// libvirt judges the rest. A host without a transport means TLS.
Uri parse_uri(std::string_view text);

/// The decoded value of a query parameter.
std::optional<std::string> parameter(const Uri& uri, std::string_view name);

/// The URI with name=value in its query, unless that name is there already.
std::string with_parameter(std::string text, std::string_view name, std::string_view value);

/// The port that the transport means when the URI names none; none where there is no TCP.
std::optional<unsigned> default_port(Transport transport);

}  // namespace haxen::virt

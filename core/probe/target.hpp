// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how people name what is to be probed: udp://10.0.0.5:7, or a host and what the flags say.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/probe.hpp"

namespace haxen::probe {

struct Target {
  model::ProbeKind kind = model::ProbeKind::icmp;
  std::string host;        ///< a name or a numeric address, without brackets
  std::uint16_t port = 0;  ///< 0 for icmp alone
  std::string path{};      ///< http only; begins with '/'

  friend bool operator==(const Target&, const Target&) = default;
};

/// What holds where the text does not say.
struct TargetDefaults {
  model::ProbeKind kind = model::ProbeKind::icmp;
  std::optional<std::uint16_t> port{};  ///< else 7 for echo services and 80 for http
  std::string host{};  ///< for texts that name none, as udp://:7 does; empty: such are refused
};

/// Reads [KIND://]HOST[:PORT][/PATH]. An IPv6 address that is followed by a port stands in brackets. Refuses
/// unknown kinds, ports outside of 1 to 65535 or where the kind has none, paths where it is not http, and
/// hosts that hold blanks or control characters.
Result<Target> parse_target(std::string_view text, const TargetDefaults& defaults);

/// As a URL from which parse_target() reads the same.
std::string to_string(const Target& target);

}  // namespace haxen::probe

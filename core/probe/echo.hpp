// SPDX-License-Identifier: GPL-2.0-or-later
// Knows ICMP echo messages (RFC 792, RFC 4443) as bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "probe/frame.hpp"

namespace haxen::probe {

enum class IpVersion { v4, v6 };

/// What stands in front of a received message: raw IPv4 sockets hand out the IP header too.
enum class Envelope { bare, ip_header };

/// An echo request with one frame in it. The checksum is that of ICMP; for ICMPv6 the kernel sets it.
std::vector<std::uint8_t> echo_request(IpVersion version, std::uint16_t identifier, std::uint64_t token,
                                       std::uint64_t sequence);

/// The frame's sequence where these bytes are an echo reply with a frame of this token; none for anything
/// else.
std::optional<std::uint64_t> echo_reply(Octets bytes, IpVersion version, Envelope envelope,
                                        std::uint64_t token);

}  // namespace haxen::probe

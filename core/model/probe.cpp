// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what the kinds of probes are called.
#include "model/probe.hpp"

namespace haxen::model {

std::string_view scheme(ProbeKind kind) {
  switch (kind) {
    case ProbeKind::icmp: return "icmp";
    case ProbeKind::udp: return "udp";
    case ProbeKind::tcp: return "tcp";
    case ProbeKind::tcp_connect: return "tcp-connect";
    case ProbeKind::http: return "http";
  }
  return {};
}

}  // namespace haxen::model

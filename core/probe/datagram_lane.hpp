// SPDX-License-Identifier: GPL-2.0-or-later
// Knows probes that are single datagrams: ICMP echo requests, and UDP to an echo service.
#pragma once

#include "probe/echo.hpp"
#include "probe/lane.hpp"

namespace haxen::probe {

class DatagramLane : public Lane {
 public:
  /// ICMP by an unprivileged socket where net.ipv4.ping_group_range lets this user have one, else by a raw
  /// one. Refuses, with what would mend it, where neither is granted.
  static Result<std::unique_ptr<Lane>> open(const Endpoint& endpoint, const LaneGround& ground);

  void send(std::uint64_t sequence, Span late) override;
  void hear(int descriptor) override;

 private:
  DatagramLane(const Endpoint& endpoint, const LaneGround& ground, Descriptor socket, Envelope envelope)
      : Lane(endpoint, ground), socket_(std::move(socket)), envelope_(envelope) {}
  int try_send(Octets bytes);
  bool receive();
  std::optional<std::uint64_t> sequence_of(Octets bytes) const;
  IpVersion version() const { return endpoint().family() == AF_INET ? IpVersion::v4 : IpVersion::v6; }
  bool is_icmp() const { return endpoint().target.kind == model::ProbeKind::icmp; }

  Descriptor socket_;
  Envelope envelope_;
};

}  // namespace haxen::probe

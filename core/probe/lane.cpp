// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which lane a target's kind asks for.
#include "probe/lane.hpp"

#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include "probe/connection_lane.hpp"
#include "probe/datagram_lane.hpp"
#include "probe/stream_lane.hpp"

namespace haxen::probe {

model::ProbeFigures Lane::figures(Instant ended) const {
  auto figures = tally_.figures(ended);
  figures.target = to_string(endpoint_.target);
  figures.kind = endpoint_.target.kind;
  figures.address = numeric(endpoint_);
  figures.trouble = trouble_;
  figures.stream = stream(ended);
  switch (figures.kind) {
    case model::ProbeKind::icmp:
    case model::ProbeKind::udp: break;
    case model::ProbeKind::tcp:
    case model::ProbeKind::tcp_connect:
    case model::ProbeKind::http:
      figures.reordered.reset();  // TCP brings bytes in order, and connections in none
  }
  return figures;
}

void Lane::count(std::uint64_t sequence, Instant at, Span late, int error) {
  if (error != 0) note(error);
  if (is_own_shortage(error)) return tally_.unsent(late);
  tally_.sent(sequence, at, late);
  if (error != 0) tally_.refused(sequence);
}

Result<std::unique_ptr<Lane>> open_lane(const Endpoint& endpoint, const LaneGround& ground) {
  switch (endpoint.target.kind) {
    case model::ProbeKind::icmp:
    case model::ProbeKind::udp: return DatagramLane::open(endpoint, ground);
    case model::ProbeKind::tcp: return std::make_unique<StreamLane>(endpoint, ground);
    case model::ProbeKind::tcp_connect:
    case model::ProbeKind::http: return std::make_unique<ConnectionLane>(endpoint, ground);
  }
  return fault(FaultKind::unsupported, "no such kind");
}

bool is_own_shortage(int error) {
  switch (error) {
    case EAGAIN:
    case ENOBUFS:
    case ENOMEM:
    case EMFILE:
    case ENFILE:
    case EADDRNOTAVAIL: return true;
    default: return false;
  }
}

Descriptor stream_socket(const Endpoint& endpoint) {
  Descriptor socket(::socket(endpoint.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  constexpr int on = 1;
  if (socket.is_open()) setsockopt(socket.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return socket;
}

}  // namespace haxen::probe

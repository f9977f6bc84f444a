// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how datagrams are sent, and when the kernel received the answers.
#include "probe/datagram_lane.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <fmt/format.h>
#include <linux/icmp.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>

namespace haxen::probe {

namespace {

struct Opened {
  Descriptor socket;
  Envelope envelope = Envelope::bare;
};

// A raw socket would hand out the messages of every other program as well.
void take_replies_only(int socket, int family) {
  if (family == AF_INET) {
    icmp_filter filter{};
    filter.data = ~(1U << ICMP_ECHOREPLY);
    setsockopt(socket, SOL_RAW, ICMP_FILTER, &filter, sizeof filter);
    return;
  }
  icmp6_filter filter;
  ICMP6_FILTER_SETBLOCKALL(&filter);
  ICMP6_FILTER_SETPASS(ICMP6_ECHO_REPLY, &filter);
  setsockopt(socket, IPPROTO_ICMPV6, ICMP6_FILTER, &filter, sizeof filter);
}

Opened icmp_socket(int family) {
  const int protocol = family == AF_INET ? static_cast<int>(IPPROTO_ICMP) : static_cast<int>(IPPROTO_ICMPV6);
  constexpr int traits = SOCK_NONBLOCK | SOCK_CLOEXEC;
  if (Descriptor socket(::socket(family, SOCK_DGRAM | traits, protocol)); socket.is_open())
    return {std::move(socket), Envelope::bare};
  Descriptor socket(::socket(family, SOCK_RAW | traits, protocol));
  if (socket.is_open()) take_replies_only(socket.number(), family);
  return {std::move(socket), family == AF_INET ? Envelope::ip_header : Envelope::bare};
}

Opened open_socket(const Endpoint& endpoint) {
  if (endpoint.target.kind == model::ProbeKind::icmp) return icmp_socket(endpoint.family());
  return {Descriptor(::socket(endpoint.family(), SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)),
          Envelope::bare};
}

tl::unexpected<Fault> refusal(const Endpoint& endpoint, int error) {
  const auto subject = fmt::format("target '{}'", to_string(endpoint.target));
  if (endpoint.target.kind == model::ProbeKind::icmp && (error == EPERM || error == EACCES))
    return fault(FaultKind::denied,
                 subject + ": this user may not send ICMP echo requests: " + words_for(error),
                 "be root, or let every user do so: sysctl -w net.ipv4.ping_group_range='0 2147483647'");
  return fault(FaultKind::failed, fmt::format("{}: no socket for it: {}", subject, words_for(error)));
}

// The kernel stamps by the date; how far that is from the monotonic clock is asked anew each time, since it
// may be set.
Instant arrival(const msghdr& message) {
  const auto by_clock = now();
  timespec date{};
  clock_gettime(CLOCK_REALTIME, &date);
  for (auto* part = CMSG_FIRSTHDR(&message); part != nullptr;
       part = CMSG_NXTHDR(const_cast<msghdr*>(&message), part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_TIMESTAMPNS) continue;
    timespec stamp{};
    std::memcpy(&stamp, CMSG_DATA(part), sizeof stamp);
    const auto age = std::chrono::seconds(date.tv_sec - stamp.tv_sec) + Span(date.tv_nsec - stamp.tv_nsec);
    // A date that was set between the two stamps makes any age; no answer lies in a buffer for long.
    return by_clock - std::clamp<Span>(age, Span(0), std::chrono::seconds(1));
  }
  return by_clock;
}

}  // namespace

Result<std::unique_ptr<Lane>> DatagramLane::open(const Endpoint& endpoint, const LaneGround& ground) {
  auto opened = open_socket(endpoint);
  const int socket = opened.socket.number();
  if (socket < 0) return refusal(endpoint, errno);
  constexpr int on = 1;
  constexpr int room = 1 << 20;
  setsockopt(socket, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
  setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
  setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
  if (::connect(socket, endpoint.raw(), endpoint.length) != 0) return refusal(endpoint, errno);
  if (!ground.poll.watch(ground.number, socket, Want::arrival)) return refusal(endpoint, errno);
  return std::unique_ptr<Lane>(new DatagramLane(endpoint, ground, std::move(opened.socket), opened.envelope));
}

void DatagramLane::send(std::uint64_t sequence, Span late) {
  const auto token = ground().token;
  const auto datagram = frame(token, sequence);
  const auto request = echo_request(version(), static_cast<std::uint16_t>(token), token, sequence);
  const auto at = now();
  const int error = try_send(is_icmp() ? Octets(request) : Octets(datagram));
  count(sequence, at, late, error);
}

// The error that an earlier probe came back with is told to whoever uses the socket next, and nothing is
// sent.
int DatagramLane::try_send(Octets bytes) {
  for (int attempt = 0;; ++attempt) {
    if (::send(socket_.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL) >= 0) return 0;
    if (attempt > 0 || is_own_shortage(errno)) return errno;
    note(errno);
    tally().refused();
  }
}

void DatagramLane::hear(int) {
  // No more than this at once: the next probe may be due.
  for (int i = 0; i < 64 && receive();) ++i;
}

bool DatagramLane::receive() {
  std::array<std::uint8_t, 2048> bytes;
  alignas(cmsghdr) std::array<char, 128> control;
  iovec part{bytes.data(), bytes.size()};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  const auto size = ::recvmsg(socket_.number(), &message, 0);
  if (size < 0) {
    if (errno == EAGAIN) return false;
    note(errno);
    tally().refused();
    return true;
  }
  const auto sequence = sequence_of(Octets(bytes).first(static_cast<std::size_t>(size)));
  if (sequence)
    tally().answered(*sequence, arrival(message));
  else if (!is_icmp())
    note("something answers, but does not send back what it was sent");
  return true;
}

std::optional<std::uint64_t> DatagramLane::sequence_of(Octets bytes) const {
  return is_icmp() ? echo_reply(bytes, version(), envelope_, ground().token)
                   : sequence_in(bytes, ground().token);
}

}  // namespace haxen::probe

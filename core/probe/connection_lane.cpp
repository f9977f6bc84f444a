// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how many short connections are opened, asked and ended.
#include "probe/connection_lane.hpp"

#include <array>
#include <cerrno>
#include <fmt/format.h>

namespace haxen::probe {

namespace {

// As in a URL, but for the zone of a link-local address, which means nothing to others.
std::string host_header(const Target& target) {
  const auto host = target.host.substr(0, target.host.find('%'));
  return fmt::format("{}:{}", host.find(':') == host.npos ? host : '[' + host + ']', target.port);
}

}  // namespace

ConnectionLane::ConnectionLane(const Endpoint& endpoint, const LaneGround& ground) : Lane(endpoint, ground) {
  if (asks())
    request_ =
        fmt::format("GET {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: haxen-probe\r\nConnection: close\r\n\r\n",
                    endpoint.target.path, host_header(endpoint.target));
}

void ConnectionLane::send(std::uint64_t sequence, Span late) {
  const auto at = now();
  count(sequence, at, late, start(sequence, at));
}

int ConnectionLane::start(std::uint64_t sequence, Instant at) {
  Attempt attempt{sequence, at, stream_socket(endpoint())};
  const int descriptor = attempt.socket.number();
  if (descriptor < 0) return errno;
  constexpr linger at_once{1, 0};
  setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  if (::connect(descriptor, endpoint().raw(), endpoint().length) != 0 && errno != EINPROGRESS) return errno;
  if (!ground().poll.watch(ground().number, descriptor, Want::room)) return errno;
  attempts_.emplace(descriptor, std::move(attempt));
  return 0;
}

void ConnectionLane::hear(int descriptor) {
  const auto found = attempts_.find(descriptor);
  if (found == attempts_.end()) return;
  if (found->second.connected)
    read_answer(descriptor, found->second);
  else
    finish_connecting(descriptor, found->second);
}

void ConnectionLane::finish_connecting(int descriptor, Attempt& attempt) {
  int error = 0;
  socklen_t length = sizeof error;
  if (getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length) != 0) error = errno;
  if (error != 0) return fail(descriptor, attempt, error);
  if (!asks()) {
    tally().answered(attempt.sequence, now());
    attempts_.erase(descriptor);
    return;
  }
  attempt.connected = true;
  const auto size = ::send(descriptor, request_.data(), request_.size(), MSG_NOSIGNAL);
  if (size != static_cast<ssize_t>(request_.size()))
    return fail(descriptor, attempt, size < 0 ? errno : EMSGSIZE);
  ground().poll.change(ground().number, descriptor, Want::arrival);
}

void ConnectionLane::read_answer(int descriptor, Attempt& attempt) {
  std::array<char, 512> bytes;
  const auto size = ::recv(descriptor, bytes.data(), bytes.size(), 0);
  if (size < 0 && errno == EAGAIN) return;
  if (size <= 0) return fail(descriptor, attempt, size < 0 ? errno : ECONNRESET);
  switch (attempt.answer.take({bytes.data(), static_cast<std::size_t>(size)})) {
    case StatusLine::State::unfinished: return;
    case StatusLine::State::complete: tally().answered(attempt.sequence, now()); break;
    case StatusLine::State::foreign:
      note("something answers, but not in HTTP");
      tally().refused(attempt.sequence);
      break;
  }
  attempts_.erase(descriptor);
}

void ConnectionLane::fail(int descriptor, Attempt& attempt, int error) {
  note(error);
  tally().refused(attempt.sequence);
  attempts_.erase(descriptor);
}

void ConnectionLane::look() {
  const auto old = now() - ground().patience;
  std::erase_if(attempts_, [&](const auto& entry) {
    if (entry.second.since > old) return false;
    note(ETIMEDOUT);
    tally().forgotten(entry.second.sequence);
    return true;
  });
}

}  // namespace haxen::probe

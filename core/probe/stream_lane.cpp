// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a long connection is kept, and what its end of it tells (TCP_INFO).
#include "probe/stream_lane.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <linux/tcp.h>
#include <netinet/in.h>

namespace haxen::probe {

namespace {

// Beyond this, probes that are due are not even kept for later.
constexpr std::size_t most_backlog = std::size_t{4} << 20;

int pending_error(int socket) {
  int error = 0;
  socklen_t length = sizeof error;
  return getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &length) == 0 ? error : errno;
}

// What was told of a descriptor may have been meant for an earlier socket of the same number.
bool has_peer(int socket) {
  sockaddr_storage peer{};
  socklen_t length = sizeof peer;
  return getpeername(socket, reinterpret_cast<sockaddr*>(&peer), &length) == 0;
}

}  // namespace

StreamLane::StreamLane(const Endpoint& endpoint, const LaneGround& ground)
    : Lane(endpoint, ground), reader_(ground.token) {
  connect();
}

void StreamLane::connect() {
  socket_ = stream_socket(endpoint());
  since_ = now();
  if (!socket_.is_open()) return note(errno);
  state_ = State::connecting;
  reader_ = FrameReader(ground().token);
  if (::connect(socket_.number(), endpoint().raw(), endpoint().length) != 0 && errno != EINPROGRESS)
    return lose(errno);
  ground().poll.watch(ground().number, socket_.number(), Want::room);
}

void StreamLane::send(std::uint64_t sequence, Span late) {
  if (foreign_ || backlog_.size() >= most_backlog) return tally().unsent(late);
  tally().sent(sequence, now(), late);
  if (state_ == State::none) connect();
  if (state_ != State::open) return tally().forgotten(sequence);
  const auto bytes = frame(ground().token, sequence);
  const bool behind = !backlog_.empty();
  backlog_.insert(backlog_.end(), bytes.begin(), bytes.end());
  under_way_.push_back(sequence);
  if (!behind) flush();
}

void StreamLane::flush() {
  const auto size = ::send(socket_.number(), backlog_.data(), backlog_.size(), MSG_NOSIGNAL);
  if (size < 0 && errno != EAGAIN) return lose(errno);
  if (size > 0) backlog_.erase(backlog_.begin(), backlog_.begin() + size);
  ground().poll.change(ground().number, socket_.number(), backlog_.empty() ? Want::arrival : Want::room);
}

void StreamLane::hear(int descriptor) {
  if (descriptor != socket_.number()) return;
  if (state_ == State::connecting) return finish_connecting();
  for (int i = 0; i < 16 && receive();) ++i;
  if (state_ == State::open && !backlog_.empty()) flush();
}

void StreamLane::finish_connecting() {
  const int error = pending_error(socket_.number());
  if (error != 0) return lose(error);
  if (!has_peer(socket_.number())) return;
  state_ = State::open;
  ground().poll.change(ground().number, socket_.number(), Want::arrival);
}

bool StreamLane::receive() {
  std::array<std::uint8_t, 16384> bytes;
  const auto size = ::recv(socket_.number(), bytes.data(), bytes.size(), 0);
  if (size < 0 && errno == EAGAIN) return false;
  if (size <= 0) {
    lose(size < 0 ? errno : ECONNRESET);
    return false;
  }
  const auto at = now();
  const auto sequences = reader_.take(Octets(bytes).first(static_cast<std::size_t>(size)));
  foreign_ = !sequences;
  if (foreign_) {
    lose(0);
    note("something answers, but does not send back what it was sent");
    return false;
  }
  for (const auto sequence : *sequences) tally().answered(sequence, at);
  // A stream keeps its order.
  const auto answered = std::min(sequences->size(), under_way_.size());
  under_way_.erase(under_way_.begin(), under_way_.begin() + static_cast<std::ptrdiff_t>(answered));
  return true;
}

void StreamLane::lose(int error) {
  if (error != 0) note(error);
  if (state_ == State::open) ++breaks_;
  earlier_retransmissions_ += retransmissions();
  for (const auto sequence : under_way_) tally().forgotten(sequence);
  under_way_.clear();
  backlog_.clear();
  socket_.close();
  state_ = State::none;
}

void StreamLane::look() {
  if (state_ == State::connecting && now() - since_ > ground().patience) lose(ETIMEDOUT);
}

std::uint64_t StreamLane::retransmissions() const {
  tcp_info info{};
  socklen_t length = sizeof info;
  if (!socket_.is_open() || getsockopt(socket_.number(), IPPROTO_TCP, TCP_INFO, &info, &length) != 0)
    return 0;
  return info.tcpi_total_retrans;
}

std::optional<model::StreamFigures> StreamLane::stream(Instant ended) const {
  return model::StreamFigures{earlier_retransmissions_ + retransmissions(), breaks_, tally().stall(ended)};
}

}  // namespace haxen::probe

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows probes that are messages over one long TCP connection to an echo service.
#pragma once

#include <vector>

#include "probe/frame.hpp"
#include "probe/lane.hpp"

namespace haxen::probe {

/// Connects before the first probe, and again where the connection is lost; what was under way then is lost
/// too.
class StreamLane : public Lane {
 public:
  StreamLane(const Endpoint& endpoint, const LaneGround& ground);

  bool is_ready() const override { return state_ == State::open || foreign_; }
  void send(std::uint64_t sequence, Span late) override;
  void hear(int descriptor) override;
  void look() override;
  std::optional<model::StreamFigures> stream(Instant ended) const override;

 private:
  enum class State { none, connecting, open };

  void connect();
  void finish_connecting();
  bool receive();
  void flush();
  void lose(int error);
  std::uint64_t retransmissions() const;

  State state_ = State::none;
  Descriptor socket_;
  Instant since_{};       // of the attempt to connect
  bool foreign_ = false;  // whoever answers does not echo; he is left alone
  FrameReader reader_;
  std::vector<std::uint8_t> backlog_;     // what the kernel had no room for
  std::vector<std::uint64_t> under_way_;  // sequences, on this connection
  std::uint64_t earlier_retransmissions_ = 0;
  std::uint64_t breaks_ = 0;
};

}  // namespace haxen::probe

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows probes that are connections of their own, with a request over each where HTTP is asked for.
#pragma once

#include <string>
#include <unordered_map>

#include "probe/lane.hpp"
#include "probe/status_line.hpp"

namespace haxen::probe {

/// Ends each connection by a reset, so that a thousand a second leave no closed ones behind that hold ports.
class ConnectionLane : public Lane {
 public:
  ConnectionLane(const Endpoint& endpoint, const LaneGround& ground);

  void send(std::uint64_t sequence, Span late) override;
  void hear(int descriptor) override;
  void look() override;

 private:
  struct Attempt {
    std::uint64_t sequence = 0;
    Instant since{};
    Descriptor socket;
    StatusLine answer{};
    bool connected = false;
  };

  bool asks() const { return endpoint().target.kind == model::ProbeKind::http; }
  int start(std::uint64_t sequence, Instant at);
  void finish_connecting(int descriptor, Attempt& attempt);
  void read_answer(int descriptor, Attempt& attempt);
  void fail(int descriptor, Attempt& attempt, int error);

  std::string request_;
  std::unordered_map<int, Attempt> attempts_;  // by descriptor
};

}  // namespace haxen::probe

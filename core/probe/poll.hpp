// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which sockets are waited for, of all lanes at once, beside one timer (epoll, timerfd).
#pragma once

#include <cstdint>
#include <vector>

#include "base/descriptor.hpp"
#include "base/result.hpp"
#include "probe/instant.hpp"

namespace haxen::probe {

/// What a socket is waited for. Room is told each time again, arrivals as long as there is something to read.
enum class Want { arrival, room };

class Poll {
 public:
  static Result<Poll> open();

  /// Of the lane with this number. A descriptor is dropped by closing it.
  bool watch(std::size_t lane, int descriptor, Want want);
  bool change(std::size_t lane, int descriptor, Want want);

  struct Ready {
    std::size_t lane = 0;
    int descriptor = -1;
  };
  /// Waits until the time comes or something happens; the sockets that have something to tell. An early end
  /// is no fault.
  std::vector<Ready> wait(Instant until);

 private:
  Poll(Descriptor poll, Descriptor timer) : poll_(std::move(poll)), timer_(std::move(timer)) {}
  bool control(int deed, std::size_t lane, int descriptor, Want want);

  Descriptor poll_;
  Descriptor timer_;
};

}  // namespace haxen::probe

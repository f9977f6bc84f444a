// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the word to end reaches whoever waits for a program.
#include "async/interrupt.hpp"

#include <algorithm>
#include <limits>
#include <poll.h>
#include <sys/eventfd.h>

namespace haxen {

Interrupt::Interrupt() : descriptor_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

void Interrupt::raise() const { eventfd_write(descriptor(), 1); }

bool Interrupt::raised_within(Milliseconds time) const {
  pollfd watched{descriptor(), POLLIN, 0};
  const auto longest = std::chrono::milliseconds(std::numeric_limits<int>::max());
  return poll(&watched, 1, static_cast<int>(std::clamp(time, Milliseconds(0), longest).count())) > 0;
}

}  // namespace haxen

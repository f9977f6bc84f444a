// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a schedule's times are computed.
#include "probe/schedule.hpp"

namespace haxen::probe {

Schedule::Schedule(Instant begin, Span interval, std::size_t lanes, Limits limits)
    : begin_(begin), interval_(interval), lanes_(lanes), limits_(limits) {}

std::optional<Slot> Schedule::next() const {
  Slot slot;
  slot.lane = static_cast<std::size_t>(passed_ % lanes_);
  slot.sequence = passed_ / lanes_;
  const auto round = static_cast<Span::rep>(slot.sequence);
  const auto offset = interval_ * static_cast<Span::rep>(slot.lane) / static_cast<Span::rep>(lanes_);
  slot.due = begin_ + interval_ * round + offset;
  if (limits_.count && slot.sequence >= *limits_.count) return std::nullopt;
  // By the round, so that every lane has as many.
  if (limits_.length && interval_ * round >= *limits_.length) return std::nullopt;
  return slot;
}

}  // namespace haxen::probe

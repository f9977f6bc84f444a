// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the bytes that a probe carries and an echo brings back: whose it is, and its number.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace haxen::probe {

using Octets = std::span<const std::uint8_t>;

inline constexpr std::size_t frame_size = 16;
using Frame = std::array<std::uint8_t, frame_size>;

/// `token` tells the probes of one target in one run from everybody else's.
Frame frame(std::uint64_t token, std::uint64_t sequence);

/// The sequence of a datagram that begins with a frame of this token; none for any other bytes.
std::optional<std::uint64_t> sequence_in(Octets bytes, std::uint64_t token);

/// Puts together the frames of a stream, however it was cut into pieces.
class FrameReader {
 public:
  explicit FrameReader(std::uint64_t token) : token_(token) {}

  /// The sequences that are complete by now. None: these bytes are not what was sent, so whoever answers does
  /// not echo; nothing more is to be read from it.
  std::optional<std::vector<std::uint64_t>> take(Octets bytes);

 private:
  std::uint64_t token_;
  std::vector<std::uint8_t> rest_;
};

}  // namespace haxen::probe

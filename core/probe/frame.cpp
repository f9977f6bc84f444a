// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how frames are written and read: two numbers, the most significant octet first.
#include "probe/frame.hpp"

namespace haxen::probe {

namespace {

std::uint64_t number_at(Octets bytes, std::size_t at) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i) number = number << 8 | bytes[at + i];
  return number;
}

}  // namespace

Frame frame(std::uint64_t token, std::uint64_t sequence) {
  Frame bytes{};
  for (std::size_t i = 0; i < 8; ++i) {
    bytes[i] = static_cast<std::uint8_t>(token >> (56 - 8 * i));
    bytes[8 + i] = static_cast<std::uint8_t>(sequence >> (56 - 8 * i));
  }
  return bytes;
}

std::optional<std::uint64_t> sequence_in(Octets bytes, std::uint64_t token) {
  if (bytes.size() < frame_size || number_at(bytes, 0) != token) return std::nullopt;
  return number_at(bytes, 8);
}

std::optional<std::vector<std::uint64_t>> FrameReader::take(Octets bytes) {
  rest_.insert(rest_.end(), bytes.begin(), bytes.end());
  std::vector<std::uint64_t> sequences;
  std::size_t read = 0;
  for (; rest_.size() - read >= frame_size; read += frame_size) {
    const auto sequence = sequence_in(Octets(rest_).subspan(read, frame_size), token_);
    if (!sequence) return std::nullopt;
    sequences.push_back(*sequence);
  }
  rest_.erase(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(read));
  return sequences;
}

}  // namespace haxen::probe

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how echo messages are written and read.
#include "probe/echo.hpp"

namespace haxen::probe {

namespace {

constexpr std::size_t header_size = 8;

constexpr std::uint8_t request_type(IpVersion version) { return version == IpVersion::v4 ? 8 : 128; }
constexpr std::uint8_t reply_type(IpVersion version) { return version == IpVersion::v4 ? 0 : 129; }

// RFC 1071. The length is even.
std::uint16_t checksum(Octets bytes) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2)
    sum += static_cast<std::uint32_t>(bytes[i] << 8 | bytes[i + 1]);
  while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
  return static_cast<std::uint16_t>(~sum);
}

}  // namespace

std::vector<std::uint8_t> echo_request(IpVersion version, std::uint16_t identifier, std::uint64_t token,
                                       std::uint64_t sequence) {
  std::vector<std::uint8_t> bytes = {request_type(version),
                                     0,
                                     0,
                                     0,
                                     static_cast<std::uint8_t>(identifier >> 8),
                                     static_cast<std::uint8_t>(identifier),
                                     static_cast<std::uint8_t>(sequence >> 8),
                                     static_cast<std::uint8_t>(sequence)};
  const auto payload = frame(token, sequence);
  bytes.insert(bytes.end(), payload.begin(), payload.end());
  const auto sum = checksum(bytes);
  bytes[2] = static_cast<std::uint8_t>(sum >> 8);
  bytes[3] = static_cast<std::uint8_t>(sum);
  return bytes;
}

std::optional<std::uint64_t> echo_reply(Octets bytes, IpVersion version, Envelope envelope,
                                        std::uint64_t token) {
  if (envelope == Envelope::ip_header) {
    if (bytes.empty()) return std::nullopt;
    const std::size_t length = std::size_t{4} * (bytes[0] & 0x0f);
    if (bytes[0] >> 4 != 4 || length < 20 || length > bytes.size()) return std::nullopt;
    bytes = bytes.subspan(length);
  }
  if (bytes.size() < header_size || bytes[0] != reply_type(version) || bytes[1] != 0) return std::nullopt;
  return sequence_in(bytes.subspan(header_size), token);
}

}  // namespace haxen::probe

// SPDX-License-Identifier: GPL-2.0-or-later
// What comes from the network, whole and broken.
#include <doctest/doctest.h>
#include <string>

#include "probe/echo.hpp"
#include "probe/frame.hpp"
#include "probe/status_line.hpp"

using namespace haxen::probe;

namespace {

constexpr std::uint64_t token = 0x1122334455667788;

// What a host makes of a request.
std::vector<std::uint8_t> reply(IpVersion version, std::uint64_t sequence) {
  auto bytes = echo_request(version, 7, token, sequence);
  bytes[0] = version == IpVersion::v4 ? 0 : 129;
  return bytes;
}

std::vector<std::uint8_t> behind_header(std::vector<std::uint8_t> message, std::uint8_t words) {
  std::vector<std::uint8_t> bytes(std::size_t{4} * words);
  bytes[0] = static_cast<std::uint8_t>(0x40 | words);
  bytes.insert(bytes.end(), message.begin(), message.end());
  return bytes;
}

StatusLine::State state_of(std::string_view text) { return StatusLine().take(text); }

}  // namespace

TEST_CASE("a frame is known by its token alone") {
  const auto bytes = frame(token, 0xffffffffff);
  CHECK(sequence_in(bytes, token) == 0xffffffffff);
  CHECK_FALSE(sequence_in(bytes, token + 1));
  CHECK_FALSE(sequence_in(Octets(bytes).first(15), token));
  CHECK_FALSE(sequence_in({}, token));
}

TEST_CASE("frames of a stream are put together from any pieces") {
  std::vector<std::uint8_t> stream;
  for (const std::uint64_t sequence : {5U, 6U, 7U})
    for (const auto byte : frame(token, sequence)) stream.push_back(byte);
  for (std::size_t piece = 1; piece <= stream.size(); ++piece) {
    FrameReader reader(token);
    std::vector<std::uint64_t> found;
    for (std::size_t at = 0; at < stream.size(); at += piece) {
      const auto some = reader.take(Octets(stream).subspan(at, std::min(piece, stream.size() - at)));
      REQUIRE(some);
      found.insert(found.end(), some->begin(), some->end());
    }
    CHECK(found == std::vector<std::uint64_t>{5, 6, 7});
  }
}

TEST_CASE("a stream that brings something else is no echo") {
  const std::string banner = "SSH-2.0-OpenSSH_9.2p1\r\n";
  CHECK_FALSE(
      FrameReader(token).take(Octets(reinterpret_cast<const std::uint8_t*>(banner.data()), banner.size())));
}

TEST_CASE("an echo request carries ICMP's checksum") {
  // Sum of all 16 bit words with the checksum among them: all ones.
  const auto bytes = echo_request(IpVersion::v4, 0xbeef, token, 65537);
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < bytes.size(); i += 2)
    sum += static_cast<std::uint32_t>(bytes[i] << 8 | bytes[i + 1]);
  CHECK((sum & 0xffff) + (sum >> 16) == 0xffff);
  CHECK(bytes[0] == 8);
  CHECK(echo_request(IpVersion::v6, 1, token, 1)[0] == 128);
}

TEST_CASE("an echo reply is read with the header in front of it or without") {
  CHECK(echo_reply(reply(IpVersion::v4, 70000), IpVersion::v4, Envelope::bare, token) == 70000);
  CHECK(echo_reply(reply(IpVersion::v6, 70000), IpVersion::v6, Envelope::bare, token) == 70000);
  for (const auto words : {std::uint8_t{5}, std::uint8_t{15}})
    CHECK(echo_reply(behind_header(reply(IpVersion::v4, 9), words), IpVersion::v4, Envelope::ip_header,
                     token) == 9);
}

TEST_CASE("anything else that ICMP brings is no answer") {
  const auto check_none = [](const std::vector<std::uint8_t>& bytes, Envelope envelope) {
    CHECK_FALSE(echo_reply(bytes, IpVersion::v4, envelope, token));
  };
  const auto good = reply(IpVersion::v4, 1);
  check_none({}, Envelope::bare);
  check_none({}, Envelope::ip_header);
  check_none(good, Envelope::ip_header);                                 // no header there
  check_none(behind_header(good, 4), Envelope::ip_header);               // shorter than any is
  check_none({good.begin(), good.begin() + 7}, Envelope::bare);          // cut in its own header
  check_none({good.begin(), good.end() - 1}, Envelope::bare);            // cut in the frame
  check_none({0x4f, 0, 0, 0}, Envelope::ip_header);                      // a header longer than all there is
  check_none(echo_request(IpVersion::v4, 7, token, 1), Envelope::bare);  // our own request, on loopback
  check_none(reply(IpVersion::v6, 1), Envelope::bare);                   // the other version's type
  auto unreachable = good;
  unreachable[0] = 3;
  check_none(unreachable, Envelope::bare);
  auto odd_code = good;
  odd_code[1] = 1;
  check_none(odd_code, Envelope::bare);
}

TEST_CASE("any status line is an answer, in however many pieces it comes") {
  const std::string answer = "HTTP/1.1 503 Service Unavailable\r\n";
  for (std::size_t piece = 1; piece < answer.size(); ++piece) {
    StatusLine line;
    for (std::size_t at = 0; at < answer.size(); at += piece)
      line.take(std::string_view(answer).substr(at, piece));
    CHECK(line.state() == StatusLine::State::complete);
    CHECK(line.code() == 503);
  }
  CHECK(state_of("HTTP/1.0 200\r\n") == StatusLine::State::complete);
}

TEST_CASE("what is no status line is told as soon as it can be") {
  for (const auto* text : {"", "H", "HTTP/1.1 200"}) CHECK(state_of(text) == StatusLine::State::unfinished);
  for (const auto* text :
       {"SSH-2.0", "HTTP/x", "HTTP/1.1200", "HTTP/1.1 2000", "HTTP/1.1 099 ", "HTTP/1.1 20x ", "\r\n"})
    CHECK(state_of(text) == StatusLine::State::foreign);
}

// SPDX-License-Identifier: GPL-2.0-or-later
// Any bytes at all as a target, an echo reply, a stream and a status line: refused, or read in the same way
// however they are cut.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "probe/echo.hpp"
#include "probe/frame.hpp"
#include "probe/status_line.hpp"
#include "probe/target.hpp"

namespace {

using namespace haxen::probe;

void require(bool truth) {
  if (!truth) std::abort();
}

void read_target(const std::string& text) {
  const auto target = parse_target(text, {});
  if (!target) return require(target.error().message.starts_with("target '") && !target.error().hint.empty());
  require(parse_target(to_string(*target), {}) == *target);
}

void read_stream(Octets bytes) {
  const std::uint64_t token = 0x6161616161616161;
  FrameReader whole(token), cut(token);
  const auto at_once = whole.take(bytes);
  std::size_t piecewise = 0;
  bool foreign = false;
  for (const auto byte : bytes) {
    const auto some = cut.take({&byte, 1});
    foreign = foreign || !some;
    if (foreign) break;
    piecewise += some->size();
  }
  require(foreign == !at_once && (foreign || piecewise == at_once->size()));
}

void read_status_line(const std::string& text) {
  StatusLine whole, cut;
  whole.take(text);
  for (const char each : text) cut.take({&each, 1});
  require(whole.state() == cut.state() && whole.code() == cut.code());
  require((whole.state() == StatusLine::State::complete) == (whole.code() >= 100));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Octets bytes(data, size);
  const std::string text(reinterpret_cast<const char*>(data), size);
  read_target(text);
  for (const auto version : {IpVersion::v4, IpVersion::v6})
    for (const auto envelope : {Envelope::bare, Envelope::ip_header})
      echo_reply(bytes, version, envelope, 0x6161616161616161);
  read_stream(bytes);
  read_status_line(text);
  return 0;
}

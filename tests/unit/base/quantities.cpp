// SPDX-License-Identifier: GPL-2.0-or-later
// Amounts, rates and durations as people write them.
#include <doctest/doctest.h>

#include "base/bytes.hpp"
#include "base/duration.hpp"

using namespace haxen;

TEST_CASE("sizes are read with binary, decimal and short units") {
  CHECK(parse_bytes("4GiB").value() == gib(4));
  CHECK(parse_bytes("1.5 MiB").value() == kib(1536));
  CHECK(parse_bytes("2GB").value() == Bytes{2'000'000'000});
  CHECK(parse_bytes("512").value() == Bytes{512});
  CHECK(parse_bytes("0").value() == Bytes{0});
}

TEST_CASE("a size that means nothing is refused with its text") {
  for (const auto* text : {"", "GiB", "-1GiB", "4 GiBs", "4e9", "1.2.3MiB", ".", "99999999TiB", "+1", "nan", "0x10"}) {
    CAPTURE(text);
    const auto size = parse_bytes(text);
    REQUIRE_FALSE(size);
    CHECK(size.error().kind == FaultKind::usage);
    CHECK(size.error().message.find('\'') != std::string::npos);
  }
}

TEST_CASE("rates are told in bits as link speeds are") {
  CHECK(parse_bandwidth("400Mbit/s").value().bytes_per_second == doctest::Approx(50e6));
  CHECK(parse_bandwidth("100 MiB/s").value().bytes_per_second == doctest::Approx(104857600.0));
  CHECK_FALSE(parse_bandwidth("0Gbit/s"));
  CHECK_FALSE(parse_bandwidth("10"));
  CHECK(to_string(Bandwidth{50e6}) == "400 Mbit/s");
}

TEST_CASE("sizes are written short and in the unit that fits") {
  CHECK(to_string(Bytes{0}) == "0 B");
  CHECK(to_string(mib(128)) == "128 MiB");
  CHECK(to_string(mib(1536)) == "1.5 GiB");
  CHECK(to_string(Bytes{1024 * 1024 - 1}) == "1 MiB");
}

TEST_CASE("durations need a unit") {
  CHECK(parse_duration("250ms").value() == Milliseconds(250));
  CHECK(parse_duration("1.5s").value() == Milliseconds(1500));
  CHECK(parse_duration("2m").value() == Milliseconds(120'000));
  CHECK(parse_duration("0s").value() == Milliseconds(0));
  CHECK_FALSE(parse_duration("10"));
  CHECK_FALSE(parse_duration("-1s"));
  CHECK_FALSE(parse_duration("99999999999d"));
}

TEST_CASE("durations are written in the unit that fits") {
  CHECK(to_string(Seconds(0.057)) == "57 ms");
  CHECK(to_string(Seconds(4.23)) == "4.2 s");
  CHECK(to_string(Seconds(59.96)) == "1 min 00 s");
  CHECK(to_string(Seconds(185)) == "3 min 05 s");
  CHECK(to_string(Seconds(7800)) == "2 h 10 min");
}

// SPDX-License-Identifier: GPL-2.0-or-later
// How targets are named, and what is said of those that are not.
#include "probe/target.hpp"

#include <doctest/doctest.h>

using namespace haxen;
using namespace haxen::probe;
using model::ProbeKind;

namespace doctest {
template <>
struct StringMaker<Target> {
  static String convert(const Target& target) { return to_string(target).c_str(); }
};
}  // namespace doctest

namespace {

Target read(std::string_view text, const TargetDefaults& defaults = {}) {
  const auto target = parse_target(text, defaults);
  REQUIRE_MESSAGE(target, text);
  return *target;
}

void check_refused(std::string_view text, const std::string& message, const std::string& hint) {
  CAPTURE(text);
  const auto target = parse_target(text, {});
  REQUIRE_FALSE(target);
  CHECK(target.error().kind == FaultKind::usage);
  CHECK(target.error().message == message);
  CHECK(target.error().hint == hint);
}

constexpr auto example = "for example icmp://vm1, udp://10.0.0.5:7 or tcp-connect://[fd00::5]:22";

}  // namespace

TEST_CASE("a target says how it is probed, where, and at which port") {
  CHECK(read("icmp://vm1") == Target{ProbeKind::icmp, "vm1", 0});
  CHECK(read("udp://10.0.0.5:7007") == Target{ProbeKind::udp, "10.0.0.5", 7007});
  CHECK(read("tcp://[fd00::5]:7007") == Target{ProbeKind::tcp, "fd00::5", 7007});
  CHECK(read("tcp-connect://vm1:22/") == Target{ProbeKind::tcp_connect, "vm1", 22});
  CHECK(read("http://vm1:8080/health?deep=1") == Target{ProbeKind::http, "vm1", 8080, "/health?deep=1"});
  CHECK(read("icmp://[fe80::1%eth0]") == Target{ProbeKind::icmp, "fe80::1%eth0", 0});
}

TEST_CASE("what a target does not say is what the flags say, and else the services' own ports") {
  CHECK(read("vm1") == Target{ProbeKind::icmp, "vm1", 0});
  CHECK(read("fd00::5") == Target{ProbeKind::icmp, "fd00::5", 0});
  CHECK(read("vm1", {ProbeKind::udp, {}}) == Target{ProbeKind::udp, "vm1", 7});
  CHECK(read("vm1", {ProbeKind::http, {}}) == Target{ProbeKind::http, "vm1", 80, "/"});
  CHECK(read("fd00::5", {ProbeKind::tcp, 7007}) == Target{ProbeKind::tcp, "fd00::5", 7007});
  CHECK(read("vm1:22", {ProbeKind::tcp_connect, 7007}) == Target{ProbeKind::tcp_connect, "vm1", 22});
  CHECK(read("icmp://vm1", {ProbeKind::udp, 7007}) == Target{ProbeKind::icmp, "vm1", 0});
}

TEST_CASE("a target that was written can be read again") {
  for (const auto* text :
       {"icmp://vm1", "udp://10.0.0.5:7", "tcp-connect://[fd00::5]:22", "http://vm1:80/a/b"})
    CHECK(to_string(read(text)) == text);
}

TEST_CASE("what is no target is refused with what would be one") {
  check_refused("", "target '': no host that could be looked up", example);
  check_refused("udp://", "target 'udp://': no host that could be looked up", example);
  check_refused("vm 1", "target 'vm 1': no host that could be looked up", example);
  check_refused("user@vm1", "target 'user@vm1': no host that could be looked up", example);
  check_refused("[fd00::5", "target '[fd00::5': '[' without ']'", example);
  check_refused("[fd00::5]7", "target '[fd00::5]7': '7' behind the address is no port", example);
  check_refused("ucp://vm1", "target 'ucp://vm1': unknown kind 'ucp'", "did you mean 'udp'?");
  check_refused("gopher://vm1", "target 'gopher://vm1': unknown kind 'gopher'",
                "kinds: icmp, udp, tcp, tcp-connect, http");
  check_refused("https://vm1", "target 'https://vm1': https is not spoken here",
                "tcp-connect://HOST:443 probes whether connections are taken");
  check_refused("tcp://vm1:0", "target 'tcp://vm1:0': '0' is no port", "a port is a number from 1 to 65535");
  check_refused("tcp://vm1:65536", "target 'tcp://vm1:65536': '65536' is no port",
                "a port is a number from 1 to 65535");
  check_refused("tcp://vm1:", "target 'tcp://vm1:': '' is no port", "a port is a number from 1 to 65535");
  check_refused("tcp://vm1:7x", "target 'tcp://vm1:7x': '7x' is no port",
                "a port is a number from 1 to 65535");
  check_refused("tcp-connect://vm1", "target 'tcp-connect://vm1': no port to connect to",
                "write tcp-connect://vm1:PORT, or give --port");
  check_refused("udp://vm1/path", "target 'udp://vm1/path': only http has a path",
                "leave away what is behind the host");
  check_refused("http://vm1/a\r\nb", "target 'http://vm1/a\r\nb': blanks or control characters in the path",
                "write a blank as %20");
}

TEST_CASE("a text without a host means the one that is given for it") {
  TargetDefaults defaults;
  defaults.host = "fd00::3";
  CHECK(parse_target("", defaults) == Target{ProbeKind::icmp, "fd00::3", 0});
  CHECK(parse_target("udp://:9", defaults) == Target{ProbeKind::udp, "fd00::3", 9});
  CHECK(parse_target("http:///health", defaults) == Target{ProbeKind::http, "fd00::3", 80, "/health"});
  CHECK(parse_target("udp://vm1:9", defaults) == Target{ProbeKind::udp, "vm1", 9});
}

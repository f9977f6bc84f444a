// SPDX-License-Identifier: GPL-2.0-or-later
// What is asked of a shell, and what is made of its answers.
#include "checkup/questions.hpp"

#include <doctest/doctest.h>

using namespace haxen;
using namespace std::chrono_literals;
using checkup::Peer;
using model::PeerReach;

namespace {

using Wall = std::chrono::system_clock::time_point;

const std::vector<Peer> peers{{NodeName("n2"), "qemu+tls://n2/system"},
                              {NodeName("n3"), "qemu+ssh://n3/it's"}};

std::vector<model::PairCheck> read(const std::string& text) {
  return checkup::read_peers(text, NodeName("n1"), peers, 5s);
}

model::PairCheck pair(const std::string& to, PeerReach reach, const std::string& why) {
  return {NodeName("n1"), NodeName(to), reach, why};
}

}  // namespace

TEST_CASE("a clock is as far ahead as it says, give or take half the time that asking took") {
  const auto clock = checkup::read_clock("1000.500000000\n", Wall(1000s), Wall(1000s + 200ms));
  REQUIRE(clock);
  CHECK(clock->offset.count() == doctest::Approx(0.4));
  CHECK(clock->error.count() == doctest::Approx(0.1));
}

TEST_CASE("what is no time of day tells no clock") {
  for (const auto* text :
       {"", "\n", "1000.%N\n", "sh: date: not found\n", "1000.5", "-3\n", "1e400\n", "nan\n", "inf\n"}) {
    CAPTURE(text);
    CHECK_FALSE(checkup::read_clock(text, Wall(1000s), Wall(1001s)));
  }
}

TEST_CASE("each peer is reached, not reached for a reason, or not to be told of") {
  CHECK(
      read("0\n1 1 error: unable to connect to server at 'n3:16514': No route to host\n0 0 n2\n") ==
      std::vector{pair("n2", PeerReach::yes, ""),
                  pair("n3", PeerReach::no, "unable to connect to server at 'n3:16514': No route to host")});
  CHECK(read("0\n0 124 \n1 127 sh: virsh: not found\n") ==
        std::vector{pair("n2", PeerReach::no, "no answer within 5.0 s"),
                    pair("n3", PeerReach::unknown, "virsh or timeout is missing there")});
  CHECK(read("1000\n0 0 n2\n1 0 n3\n")[0].reach == PeerReach::unknown);
}

TEST_CASE("a text that makes no sense leaves everything unknown") {
  for (const auto* text : {"", "0\n", "0\nrubbish\n", "0\n99999999999999999999 0 n2\n", "0\n7 0 n9\n"}) {
    CAPTURE(text);
    for (const auto& each : read(text)) CHECK(each.reach == PeerReach::unknown);
  }
}

TEST_CASE("a URI is one word of the script, whatever it holds") {
  CHECK(checkup::peers_question(peers, 5s).find("haxen_ask 1 'qemu+ssh://n3/it'\\''s' &") !=
        std::string::npos);
}

TEST_CASE("a node's lock manager is what its files name, and none where they name none") {
  using checkup::read_lock_manager;
  CHECK(read_lock_manager("read\n") == "none");
  CHECK(read_lock_manager("named nop\nread\n") == "none");
  CHECK(read_lock_manager("named lockd\nread\n") == "lockd");
  for (const auto* text : {"", "\n", "named lockd\n", "sh: 1: cd: can't cd to /etc/libvirt\n", "rea"})
    CHECK(read_lock_manager(text) == std::nullopt);
}

// SPDX-License-Identifier: GPL-2.0-or-later
// What is written as a fleet file reads as one.
#include "config/fleet_text.hpp"

#include <doctest/doctest.h>

#include "config/fleet_file.hpp"

using namespace haxen;
using config::WrittenEntry;

namespace {

WrittenEntry entry(const std::string& name, const std::string& uri, const std::string& peer_uri) {
  WrittenEntry written;
  written.name = NodeName(name);
  written.uri = uri;
  written.peer_uri = peer_uri;
  written.memory = mib(64158);
  return written;
}

}  // namespace

TEST_CASE("a written file is read as it was meant, whatever its remarks hold") {
  auto first = entry("n1", "qemu+ssh://root@n1/system?keyfile=/a\"b", "qemu+tls://n1/system");
  first.remarks = {"two\nlines", std::string(300, 'x') + " and more", "[[node]]"};
  auto silent = entry("n2", "qemu+ssh://root@n2/system", "");
  silent.remarks = {"n2 does not answer:"};
  silent.left_out = true;
  const auto text = config::fleet_text("Written.", {first, silent, entry("n3", "qemu+tls://n3/system", "")});
  const auto read = config::parse(text, "f");
  REQUIRE_MESSAGE(read, read.error().message);
  REQUIRE(read->nodes.size() == 2);
  CHECK(read->nodes[0].uri == "qemu+ssh://root@n1/system?keyfile=/a\"b");
  CHECK(read->nodes[0].peer_uri == "qemu+tls://n1/system");
  CHECK(read->nodes[0].migrate_uri == "tcp://n1");
  CHECK(read->nodes[1].peer_uri == "qemu+tls://n3/system");
  CHECK(text.find("# [[node]]\n# name = \"n2\"\n# uri = \"qemu+ssh://root@n2/system\"\n") !=
        std::string::npos);
}

TEST_CASE("what is only suggested reads too, once it is no comment any more") {
  auto text = config::fleet_text("Written.", {entry("n1", "qemu+tls://n1/system", "")});
  for (const auto* key : {"outage_budget", "reserve", "tls", "memory", "link"}) {
    const auto at = text.find("\n# " + std::string(key));
    REQUIRE(at != std::string::npos);
    text.erase(at + 1, 2);
  }
  const auto read = config::parse(text, "f");
  REQUIRE_MESSAGE(read, read.error().message);
  CHECK(read->nodes[0].memory == mib(64158));
}

TEST_CASE("a node is called by its host's first name, and an address by itself") {
  CHECK(config::name_for("n1.example.org").str() == "n1");
  CHECK(config::name_for("10.0.0.1").str() == "10.0.0.1");
  CHECK(config::name_for("[fd00::1]").str() == "fd00--1");
  CHECK(config::name_for("::1").str() == "node--1");
  CHECK(config::name_for("").str() == "node");
}

// SPDX-License-Identifier: GPL-2.0-or-later
// What another node's shell is asked about a silent one, and what its answer means.
#include "checkup/sightings.hpp"

#include <array>
#include <cstdio>
#include <doctest/doctest.h>
#include <memory>

using namespace haxen;
using namespace std::chrono_literals;
using checkup::Sought;
using model::Sign;

namespace {

const Sought sought{NodeName("n1"), "host1", 16514};

Sign read(const std::string& text) { return checkup::read_sighting(text, NodeName("n2"), sought).sign; }

std::string said_by_shell(const std::string& script) {
  const std::unique_ptr<FILE, int (*)(FILE*)> shell(
      popen(("sh -c \"$(cat <<'END'\n" + script + "\nEND\n)\"").c_str(), "r"), pclose);
  std::string text;
  std::array<char, 256> part{};
  while (fgets(part.data(), part.size(), shell.get()) != nullptr) text += part.data();
  return text;
}

}  // namespace

TEST_CASE("what a shell says of a node is a sign of life, silence, or nothing to be believed") {
  CHECK(read("alive it answers a ping\n") == Sign::alive);
  CHECK(read("silent\n") == Sign::silent);
  CHECK(read("unknown ping and bash are missing there\n") == Sign::unknown);
  CHECK(read("") == Sign::unknown);
  CHECK(read("sh: syntax error\n") == Sign::unknown);
  CHECK(read("silent\nalive it answers a ping\n") == Sign::alive);
  CHECK(read("unknown its name is not known there\n") == Sign::unknown);
  const auto told = checkup::read_sighting("alive its port 16514 refuses\n", NodeName("n2"), sought);
  CHECK(told == model::Testimony{NodeName("n1"), model::TestimonyKind::peer, "n2", Sign::alive,
                                 "its port 16514 refuses"});
}

TEST_CASE("the question makes a shell find this machine alive, though nobody listens at the port") {
  const auto text = said_by_shell(checkup::sighting_question({NodeName("here"), "127.0.0.1", 1}, 1000ms));
  CHECK(read(text) == Sign::alive);
}

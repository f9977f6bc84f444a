// SPDX-License-Identifier: GPL-2.0-or-later
// Misspelt words and patterns for names.
#include <doctest/doctest.h>

#include <vector>

#include "base/glob.hpp"
#include "base/nearest.hpp"

using namespace haxen;

TEST_CASE("a misspelt word finds the one that was meant") {
  const std::vector<std::string> known = {"memory", "migrate_uri", "name", "reserve", "uri"};
  CHECK(nearest("memroy", known) == "memory");
  CHECK(nearest("migrate_url", known) == "migrate_uri");
  CHECK(nearest("nmae", known) == "name");
  CHECK(nearest("zzz", known) == std::nullopt);
  CHECK(nearest("", known) == std::nullopt);
  CHECK(nearest(std::string(100'000, 'x'), known) == std::nullopt);
}

TEST_CASE("patterns match whole names") {
  CHECK(glob_matches("web*", "web1"));
  CHECK(glob_matches("db?", "db1"));
  CHECK_FALSE(glob_matches("web", "web1"));
  CHECK_FALSE(glob_matches("[ab]*", "cx"));
}

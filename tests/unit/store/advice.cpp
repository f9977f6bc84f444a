// SPDX-License-Identifier: GPL-2.0-or-later
// How checks in a row are counted.
#include "store/advice.hpp"

#include <doctest/doctest.h>
#include <fstream>

#include "folder.hpp"

using namespace haxen;
using namespace haxen::store;

TEST_CASE(
    "checks that find a change are counted for each fleet, also by the next process, until one finds none") {
  const Folder folder;
  const model::WallTime now(std::chrono::seconds(1'700'000'000));
  {
    auto advice = Advice::open(folder.path());
    REQUIRE(advice);
    CHECK(advice->found("a", now) == 1);
    CHECK(advice->found("a", now) == 2);
    CHECK(advice->found("b", now) == 1);
  }
  auto advice = Advice::open(folder.path());
  REQUIRE(advice);
  CHECK(advice->found("a", now) == 3);
  CHECK(advice->none("a"));
  CHECK(advice->none("never seen"));
  CHECK(advice->found("a", now) == 1);
  CHECK(advice->found("b", now) == 2);
}

TEST_CASE("a file that is no database is a fault that names it") {
  const Folder folder;
  std::ofstream(folder.path() / "advice.sqlite") << "something else, long enough to be looked at as a header";
  const auto advice = Advice::open(folder.path());
  REQUIRE_FALSE(advice);
  CHECK(advice.error().message.find("advice.sqlite") != std::string::npos);
}

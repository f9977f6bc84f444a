// SPDX-License-Identifier: GPL-2.0-or-later
// One process at a time.
#include "store/lock.hpp"

#include <doctest/doctest.h>
#include <optional>

#include "folder.hpp"

using namespace haxen;
using namespace haxen::store;

TEST_CASE("what is held is not held twice, and who asks is told by whom") {
  const Folder folder;
  const auto file = folder.path() / "lock";
  std::optional held(Lock::take(file, "drain of n1, pid 42"));
  REQUIRE(*held);
  const auto second = Lock::take(file, "place");
  REQUIRE_FALSE(second);
  CHECK(second.error().kind == FaultKind::busy);
  CHECK(second.error().message == "drain of n1, pid 42");
  held.reset();
  CHECK(Lock::take(file, "place"));
}

TEST_CASE("a shorter holder leaves nothing of a longer one's words") {
  const Folder folder;
  const auto file = folder.path() / "lock";
  { const auto first = Lock::take(file, "a very long description of its holder"); }
  const auto held = Lock::take(file, "short");
  CHECK(Lock::take(file, "x").error().message == "short");
}

TEST_CASE("where no lock can be made, it is said where and why") {
  const Folder folder;
  const auto taken = Lock::take(folder.path() / "missing" / "lock", "x");
  REQUIRE_FALSE(taken);
  CHECK(taken.error().kind == FaultKind::failed);
  CHECK(taken.error().message.find("missing/lock") != std::string::npos);
}

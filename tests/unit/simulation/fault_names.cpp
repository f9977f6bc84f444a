// SPDX-License-Identifier: GPL-2.0-or-later
// Faults that speak of what is not there.
#include <doctest/doctest.h>

#include "simulation/builder.hpp"
#include "simulation/fault.hpp"

using namespace haxen;
using namespace haxen::simulation;

namespace {

std::string complaint(const std::string& text) {
  const auto faults = parse_faults(text);
  REQUIRE(faults);
  const auto known = check_names(*faults, FleetBuilder(2, 2).fleet);
  return known ? "none" : known.error().message;
}

}  // namespace

TEST_CASE("faults that name nodes and VMs of the fleet, or roles, are let through") {
  CHECK(complaint("at perform of vm1: cut power at target") == "none");
  CHECK(complaint("at 3s: cut n1 n2 for 4s") == "none");
  CHECK(complaint("at 3s: cut n1 operator") == "none");
  CHECK(complaint("at 3s: move vm2 to n2") == "none");
  CHECK(complaint("at begin: kill haxen") == "none");
}

TEST_CASE("a fault that names what the fleet does not have is refused with the name") {
  CHECK(complaint("at 3s: cut n1 n3") == "'at 3000ms: cut n1 n3': there is no node 'n3'");
  CHECK(complaint("at perform of vm3: kill haxen") ==
        "'at perform of vm3: kill haxen': there is no VM 'vm3'");
  CHECK(complaint("at 3s: move vm1 to n3") == "'at 3000ms: move vm1 to n3': there is no node 'n3'");
  CHECK(complaint("at 3s: kill qemu of vm3 at n1") ==
        "'at 3000ms: kill qemu of vm3 at n1': there is no VM 'vm3'");
}

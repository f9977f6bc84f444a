// SPDX-License-Identifier: GPL-2.0-or-later
#include "virt/guest_addresses.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace haxen;

namespace {

std::string domain_with(const std::string& devices) {
  return "<domain type='qemu'><devices>" + devices + "</devices></domain>";
}

std::string channel(const std::string& target) {
  return domain_with("<channel type='unix'>" + target + "</channel>");
}

}  // namespace

TEST_CASE("addresses on the guest's network are worth a try") {
  for (const auto* address : {"10.77.1.3", "192.168.122.8", "fd00::3", "2001:db8::1"})
    CHECK(virt::is_reachable_address(address));
}

TEST_CASE("addresses that mean something else on another machine are not") {
  for (const auto* address :
       {"127.0.0.1", "127.8.8.8", "169.254.3.4", "0.0.0.0", "::1", "::", "fe80::1", "", "web1"})
    CHECK_FALSE(virt::is_reachable_address(address));
}

TEST_CASE("an agent listens where its channel is connected") {
  CHECK(virt::agent_listens(
      channel("<target type='virtio' name='org.qemu.guest_agent.0' state='connected'/>")));
}

TEST_CASE("no agent listens where its channel is not connected, is another's, or is not there") {
  CHECK_FALSE(virt::agent_listens(
      channel("<target type='virtio' name='org.qemu.guest_agent.0' state='disconnected'/>")));
  CHECK_FALSE(
      virt::agent_listens(channel("<target type='virtio' name='com.redhat.spice.0' state='connected'/>")));
  CHECK_FALSE(virt::agent_listens(domain_with("")));
  CHECK_FALSE(virt::agent_listens("no domain"));
}

TEST_CASE("neighbours are read from the kernel's table, as far as they answered") {
  const auto neighbours = virt::read_neighbours(
      "IP address       HW type     Flags       HW address            Mask     Device\n"
      "10.77.1.3        0x1         0x2         52:54:00:77:01:0A     *        lan0\n"
      "10.77.1.9        0x1         0x0         00:00:00:00:00:00     *        lan0\n"
      "10.77.2.3        0x1         0x6         52:54:00:77:01:0a     *        lan0\n"
      "what is no line\n");
  CHECK(neighbours == virt::Neighbours{{"52:54:00:77:01:0a", {"10.77.1.3", "10.77.2.3"}}});
  CHECK(virt::read_neighbours("").empty());
}

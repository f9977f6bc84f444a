// SPDX-License-Identifier: GPL-2.0-or-later
// Which ways are tried to a host, and which is chosen.
#include "checkup/candidates.hpp"

#include <doctest/doctest.h>

using namespace haxen;
using checkup::Standing;

namespace {

std::vector<std::string> uris(const std::vector<checkup::Way>& ways) {
  std::vector<std::string> all;
  for (const auto& way : ways) all.push_back(way.uri);
  return all;
}

using Uris = std::vector<std::string>;

Uris ways(const std::string& word) { return uris(checkup::ways_to(checkup::named_host(word))); }
Uris peer_ways(const std::string& word) {
  return uris(checkup::peer_ways_to(checkup::named_host(word), "here"));
}

}  // namespace

TEST_CASE("a host is tried by ssh as root, as ssh's own configuration says, and by TLS") {
  CHECK(ways("n1") == Uris{"qemu+ssh://root@n1/system", "qemu+ssh://n1/system", "qemu+tls://n1/system"});
  CHECK(ways("admin@n1") == Uris{"qemu+ssh://admin@n1/system", "qemu+tls://n1/system"});
  CHECK(ways("fd00::1").front() == "qemu+ssh://root@[fd00::1]/system");
  CHECK(ways("localhost") == Uris{"qemu:///system"});
  CHECK(ways("xen+tcp://n1/system") == Uris{"xen+tcp://n1/system"});
}

TEST_CASE("other nodes try TLS, then ssh as root, by a name that is not this machine's localhost") {
  CHECK(peer_ways("admin@n1") == Uris{"qemu+tls://n1/system", "qemu+ssh://root@n1/system"});
  CHECK(peer_ways("localhost") == Uris{"qemu+tls://here/system", "qemu+ssh://root@here/system"});
  CHECK(peer_ways("xen+tcp://n1/system") == Uris{"xen+tcp://n1/system"});
  CHECK(peer_ways("qemu+tls://n1/system") == Uris{"qemu+tls://n1/system", "qemu+ssh://root@n1/system"});
}

TEST_CASE("of the ways that others reach a host by, the first that all do is chosen, else what most do") {
  CHECK(checkup::best_way({{2, 0, ""}, {2, 0, ""}}, 1) == 0);
  CHECK(checkup::best_way({{1, 1, "no"}, {2, 0, ""}}, 0) == 1);
  CHECK(checkup::best_way({{1, 2, "no"}, {2, 1, "no"}}, 0) == 1);
  CHECK(checkup::best_way({{0, 2, "no"}, {0, 2, "no"}}, 1) == 1);
  CHECK(checkup::best_way({{0, 0, ""}, {0, 0, ""}}, 1) == 1);
}

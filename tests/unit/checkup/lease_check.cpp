// SPDX-License-Identifier: GPL-2.0-or-later
// What is found wrong with a node's lease, each with its place and what would mend it.
#include "checkup/lease_check.hpp"

#include <doctest/doctest.h>

using namespace haxen;
using checkup::LeaseAnswer;
using checkup::LeaseRecord;
using checkup::LeaseView;
using model::FindingKind;

namespace {

const NodeName n1("n1"), n2("n2");

struct Lease {
  checkup::SoughtLease sought{n1, {}, {"n1"}};
  LeaseView own, other;
  std::optional<std::string> lock_manager = "sanlock";

  Lease() {
    sought.lease.host_id = 1;
    sought.lease.place = "f:4:7";
    sought.lease.host_id_place = "f:5:11";
    own.name = "x.n1";
    own.host_id = 1;
    own.watchdog = true;
    other = own;
    other.name = "x.n2";
    other.host_id = 2;
    other.now = 1000;
    other.leases[1] = {1, 900, 999, 998, 1, "x.n1"};
    sought.lease.owner = "x.n1";
  }

  std::vector<model::Finding> found(bool is_up = true) const {
    std::vector<LeaseAnswer> answers;
    if (is_up) answers.push_back({n1, own});
    answers.push_back({n2, other});
    return checkup::findings_of(sought, answers, lock_manager);
  }
  model::Finding only() const {
    const auto all = found();
    REQUIRE(all.size() == 1);
    return all.front();
  }
};

}  // namespace

TEST_CASE("a lease that is as the fleet file says leaves nothing to mend, up or not") {
  Lease lease;
  CHECK(lease.found().empty());
  CHECK(lease.found(false).empty());
}

TEST_CASE("a wrong host_id is told with its place and the node's own") {
  Lease lease;
  lease.sought.lease.host_id = 2;
  lease.other.host_id = 3;
  lease.other.leases[2] = {1, 900, 999, 998, 1, "x.n2"};
  const auto anothers = lease.only();
  CHECK(anothers.kind == FindingKind::lease_of_another);
  CHECK(anothers.place == "f:5:11");
  CHECK(anothers.message ==
        "node 'n1': the lease of host_id 2 in lockspace '__LIBVIRT__DISKS__' is held by 'x.n2'");
  CHECK(anothers.remedy == "its own is 1: say host_id = 1");
  lease.other.host_id = 2;
  CHECK(lease.only().message ==
        "node 'n1': the lease of host_id 2 in lockspace '__LIBVIRT__DISKS__' is held by node 'n2'");
  lease.sought.lease.host_id = 9;
  CHECK(lease.only().kind == FindingKind::lease_not_held);
  CHECK(lease.only().remedy == "its own is 1: say host_id = 1");
}

TEST_CASE("a lease whose owner would not be known again is told") {
  Lease lease;
  lease.sought.lease.owner.clear();
  lease.own.name = lease.other.leases[1].owner = "c75ec3d9-549d-4829-ae5a-4234a0c6517d.rack7";
  const auto found = lease.only();
  CHECK(found.kind == FindingKind::lease_of_another);
  CHECK(found.remedy == "say owner = \"rack7\"");
}

TEST_CASE("a lease that nobody else reads, or that is not renewed while its node is up, is told") {
  Lease lease;
  lease.other.leases[1].timestamp = 0;
  CHECK(lease.only().kind == FindingKind::lease_not_held);
  CHECK(lease.found(false).empty());
  lease.other.host_id.reset();
  CHECK(lease.only().kind == FindingKind::lease_untold);
  CHECK(
      lease.only().message ==
      "node 'n1': no other node tells of its lease in lockspace '__LIBVIRT__DISKS__'; 'n2': it is not in it");
}

TEST_CASE("a lease that would not end the node's VMs is told") {
  Lease lease;
  lease.own.watchdog = false;
  CHECK(lease.only().kind == FindingKind::lease_no_watchdog);
  lease.own.watchdog = true;
  lease.lock_manager = "none";
  CHECK(lease.only().kind == FindingKind::lease_binds_nothing);
  lease.own.used = true;
  CHECK(lease.found().empty());
  lease.own.used = false;
  lease.lock_manager.reset();
  CHECK(lease.found().empty());
}

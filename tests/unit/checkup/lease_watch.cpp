// SPDX-License-Identifier: GPL-2.0-or-later
// What answers about a lease come to, round after round, and how long it is waited for.
#include "checkup/lease_watch.hpp"

#include <doctest/doctest.h>

using namespace haxen;
using namespace std::chrono_literals;
using checkup::LeaseAnswer;
using checkup::LeaseRecord;
using checkup::LeaseView;
using checkup::LeaseWatch;
using model::Sign;

namespace {

const NodeName n1("n1"), n2("n2"), n3("n3");

checkup::SoughtLease sought() {
  checkup::SoughtLease lease{n1, {}, {"n1", "kvm1.example.org"}};
  lease.lease.lockspace = "LS";
  lease.lease.host_id = 1;
  return lease;
}

/// What an onlooker sees whose clock stands at `now` and that has just read the lease.
LeaseView view(std::uint64_t now, LeaseRecord record) {
  LeaseView seen;
  seen.now = now;
  seen.host_id = 2;
  seen.io_timeout = 1;
  seen.leases[1] = std::move(record);
  return seen;
}

LeaseView held(std::uint64_t now, std::uint64_t timestamp, std::uint64_t last_live) {
  return view(now, {1, timestamp, now, last_live, 1, "n1"});
}

/// An onlooker's clock is the loop's, from 1000 on. It reads every 2 s; the node renews until `until`.
struct World {
  Loop loop{Clock::simulated};
  Time began = loop.now();
  std::uint64_t renewed_until = 0;
  bool is_stopped = false;
  std::vector<model::Testimony> begins;
  LeaseWatch watch{sought()};

  std::uint64_t now() const {
    return 1000 +
           static_cast<std::uint64_t>(std::chrono::floor<std::chrono::seconds>(loop.now() - began).count());
  }
  LeaseView seen() const {
    auto checked = now() / 2 * 2;
    const auto live = std::min(checked, renewed_until);
    LeaseView view;
    view.now = now();
    view.host_id = 2;
    view.io_timeout = 1;
    view.leases[1] = {1, live / 2 * 2, checked, live / 2 * 2, 1, "n1"};
    return view;
  }
  Task<std::vector<LeaseAnswer>> ask() {
    std::vector<LeaseAnswer> answers;
    answers.push_back({n2, seen()});
    co_return answers;
  }
  model::Testimony run(Milliseconds limit) {
    const checkup::LeaseAsking asking = [this] { return ask(); };
    checkup::LeaseWait wait{3s, limit, [this] { return is_stopped; },
                            [this](const model::Testimony& told) { begins.push_back(told); }};
    return loop.run(checkup::await_lease(loop, watch, asking, wait));
  }
  double passed() const { return Seconds(loop.now() - began).count(); }
};

LeaseWatch watch() { return LeaseWatch(sought()); }

}  // namespace

TEST_CASE("a lease is known to be the node's by the host name that sanlock puts behind a UUID") {
  const auto lease = sought();
  const std::string uuid = "c75ec3d9-549d-4829-ae5a-4234a0c6517d.";
  for (const auto& mine :
       {uuid + "n1", uuid + "N1.example.org", uuid + "kvm1", std::string("kvm1.example.org")})
    CHECK_MESSAGE(checkup::is_owner(lease, mine), mine);
  for (const auto& other : {uuid + "n11", uuid + "n2", uuid, std::string(), std::string("n1x")})
    CHECK_MESSAGE(!checkup::is_owner(lease, other), other);
  auto named = lease;
  named.lease.owner = "rack7";
  CHECK(checkup::is_owner(named, "rack7"));
  CHECK(checkup::is_owner(named, uuid + "rack7"));
  CHECK_FALSE(checkup::is_owner(named, uuid + "n1"));
  auto lengthy = lease;
  lengthy.hosts = {"a-very-long-host-name.example"};
  CHECK(checkup::is_owner(lengthy, "e57d7ebd-96d1-42c4-a768-398e135ebec9.a-very-long"));
  CHECK_FALSE(checkup::is_owner(lengthy, "e57d7ebd-96d1-42c4-a768-398e135ebec9.a-very"));
  auto addressed = lease;
  addressed.hosts = {"10.0.0.1"};
  CHECK_FALSE(checkup::is_owner(addressed, uuid + "10.0.0.2"));
}

TEST_CASE("a lease that is free or dead is a proof, where all who read it say so") {
  auto heard = watch();
  const LeaseAnswer dead{n2, held(1100, 1000, 1000)};
  const LeaseAnswer alive{n3, held(1100, 1098, 1099)};
  const LeaseAnswer deaf{n3, tl::unexpected(Fault{FaultKind::unreachable, "no way", {}})};
  CHECK(heard.hear({dead}).sign == Sign::dead);
  CHECK(heard.is_settled());
  CHECK(heard.hear({dead, deaf}).sign == Sign::dead);
  CHECK(watch().hear({dead, alive}).sign == Sign::silent);
  CHECK(watch().hear({{n2, view(1100, {1, 0, 1099, 1090, 1, "n1"})}}).sign == Sign::dead);
}

TEST_CASE("that a lease is held proves nothing, and what cannot be believed is unknown") {
  auto heard = watch();
  const auto told = heard.hear({{n2, held(1100, 1098, 1097)}});
  CHECK(told == model::Testimony{n1, model::TestimonyKind::lease, "n2", Sign::silent,
                                 "it is held, and was seen to be renewed 3.0 s ago"});
  CHECK_FALSE(heard.is_settled());
  CHECK(heard.hear({}).sign == Sign::unknown);
  CHECK(heard.is_settled());
  LeaseView outside;
  CHECK(heard.hear({{n2, outside}}).detail == "it is not in lockspace 'LS'");
  CHECK(heard.is_settled());
}

TEST_CASE("a lease that is another's is no proof, however dead it is") {
  auto anothers = held(1100, 1000, 1000);
  anothers.leases[1].owner = "n7";
  CHECK(watch().hear({{n2, anothers}}).detail == "host_id 1 is held by 'n7'");
  CHECK(watch().hear({{n2, anothers}}).sign == Sign::unknown);
  auto own = held(1100, 1000, 1000);
  own.host_id = 1;
  CHECK(watch().hear({{n2, own}}).detail == "host_id 1 is its own");
  auto never = held(1100, 0, 0);
  never.leases[1] = {};
  CHECK(watch().hear({{n2, never}}).sign == Sign::unknown);
}

TEST_CASE("a lease that was given up while the node still answered is no proof") {
  auto lease = sought();
  Seconds unseen{20};
  lease.unseen = [&] { return std::optional<Seconds>(unseen); };
  LeaseWatch heard(lease);
  const LeaseAnswer dead{n2, held(1100, 1000, 1000)};  // since 32 s
  const LeaseAnswer free{n2, view(1100, {1, 0, 1099, 1068, 1, "n1"})};
  CHECK(heard.hear({dead}).sign == Sign::unknown);
  CHECK(heard.hear({free}).sign == Sign::unknown);
  CHECK(heard.hear({free}).detail == "it was given up 32.0 s ago, while the node still answered");
  CHECK(heard.is_settled());
  unseen = Seconds(40);
  CHECK(heard.hear({dead}).sign == Sign::dead);
  CHECK(heard.hear({free}).sign == Sign::dead);
}

TEST_CASE("a renewal is a sign of life once it is certainly younger than the beginning") {
  auto heard = watch();
  heard.begin();
  CHECK(heard.hear({{n2, view(1100, {1, 50, 1098, 1098, 1, "n1"})}}).sign == Sign::silent);
  // Read first after the beginning: it may have been renewed before.
  CHECK(heard.hear({{n2, view(1103, {1, 52, 1102, 1102, 1, "n1"})}}).sign == Sign::silent);
  CHECK(heard.hear({{n2, view(1106, {1, 54, 1104, 1104, 1, "n1"})}}).sign == Sign::alive);
  CHECK(heard.is_settled());
}

TEST_CASE("a renewal between two looks is in doubt until it has been read twice") {
  auto heard = watch();
  heard.hear({{n2, view(1100, {1, 50, 1098, 1098, 1, "n1"})}});
  heard.begin();
  heard.hear({{n2, view(1101, {1, 50, 1098, 1098, 1, "n1"})}});
  CHECK_FALSE(heard.in_doubt());
  heard.hear({{n2, view(1102, {1, 52, 1100, 1100, 1, "n1"})}});
  CHECK(heard.in_doubt());
  heard.hear({{n2, view(1104, {1, 52, 1102, 1100, 1, "n1"})}});
  CHECK(heard.in_doubt());
  CHECK(heard.hear({{n2, view(1105, {1, 52, 1104, 1100, 1, "n1"})}}).sign == Sign::silent);
  CHECK_FALSE(heard.in_doubt());
}

TEST_CASE("a dead node's lease is waited for until it is dead") {
  World world;
  world.renewed_until = 990;
  const auto told = world.run(5min);
  CHECK(told.sign == Sign::dead);
  CHECK(world.passed() >= 59);
  CHECK(world.passed() <= 64);
  REQUIRE(world.begins.size() == 1);
  CHECK(world.begins[0].detail ==
        "it has not been renewed for 10.0 s, and is dead after 1 min 08 s; waiting up to 5 min 00 s");
}

TEST_CASE("a lease that goes on being renewed ends the wait at once") {
  World world;
  world.renewed_until = 100000;
  CHECK(world.run(5min).sign == Sign::alive);
  CHECK(world.passed() <= 9);
}

TEST_CASE("the wait ends at its limit, and at a stop") {
  World world;
  world.renewed_until = 990;
  const auto told = world.run(20s);
  CHECK(told.sign == Sign::silent);
  CHECK(told.detail.ends_with("; waited for 20.0 s"));
  CHECK(world.passed() == 20);
  world.is_stopped = true;
  CHECK(world.run(5min).detail.ends_with("; no longer waited for: stopped"));
  CHECK(world.passed() == 20);
}

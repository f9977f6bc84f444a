// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the memory streams under way: how fast each goes by the links it shares, and when its data will be
// through.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "async/loop.hpp"
#include "base/bytes.hpp"
#include "base/duration.hpp"
#include "simulation/network.hpp"
#include "simulation/sharing.hpp"

namespace haxen::simulation {

/// Works from event to event: nothing is done between a stream's start, its end, and what changes its rate.
class Traffic {
 public:
  using Id = std::uint64_t;

  Traffic(Loop& loop, const Network& network) : loop_(loop), network_(network) {}
  Traffic(const Traffic&) = delete;
  Traffic& operator=(const Traffic&) = delete;

  /// What leaves and what enters a site; both are asked for when a stream is opened.
  void add_links(const Site& site, Bandwidth each_way);

  /// A stream takes its share of the links from its first data until it is closed. A cut way stalls it.
  Id open(const Site& from, const Site& to);
  void close(Id id);
  /// Sends `bytes` more and calls `drained` when they are through; the ones before must be. Calls later, also
  /// for zero.
  void send(Id id, double bytes, std::function<void()> drained);

  double left(Id id) const;  ///< bytes of the last sending that are not through yet
  double rate(Id id) const;  ///< bytes per second; zero while stalled or not begun

  /// The network has changed: which streams are stalled is to be found out anew.
  void refresh();

 private:
  struct Stream {
    Site from;
    Site to;
    Path path;
    bool sharing = false;
    double left = 0;
    double rate = 0;
    Time settled{};
    Time due = Time::max();
    std::function<void()> drained{};
  };

  Path path_of(const Site& from, const Site& to) const;
  std::vector<Id> neighbours(const Path& path) const;
  void share_anew(const Path& path);
  void settle(Stream& stream);
  void set_rate(Id id, Stream& stream, double rate);
  void schedule(Id id, Stream& stream);
  void arm();
  void drain_due();

  Loop& loop_;
  const Network& network_;
  std::map<Site, std::size_t> sites_;  // a site's link out is 2 i, its link in 2 i + 1
  std::vector<double> capacities_;
  std::vector<std::set<Id>> users_;  // by link
  std::map<Id, Stream> streams_;
  std::set<std::pair<Time, Id>> due_;
  Time armed_ = Time::max();
  Id next_ = 1;
  std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);
};

}  // namespace haxen::simulation

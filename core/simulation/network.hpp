// SPDX-License-Identifier: GPL-2.0-or-later
// Knows who can reach whom, and carries messages as TCP does: in order, late rather than never.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "async/loop.hpp"
#include "base/names.hpp"
#include "simulation/dice.hpp"
#include "simulation/setup.hpp"

namespace haxen::simulation {

/// A place on the network: a node, or an admin's host.
using Site = Named<struct SiteTag>;

inline Site site_of(const NodeName& node) { return Site(node.str()); }

class Network {
 public:
  Network(Loop& loop, const Timings& timings, Dice& dice) : loop_(loop), timings_(timings), dice_(dice) {}
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  bool connected(const Site& a, const Site& b) const;
  /// Since when they are not; none while they are.
  std::optional<Time> silent_since(const Site& a, const Site& b) const;

  /// Calls `arrive` at the other end one latency from now; while the way is cut, the message waits for it to
  /// be mended.
  void send(const Site& from, const Site& to, std::function<void()> arrive);

  /// Cuts add up: what was cut twice is whole after two mendings.
  void cut(const Site& a, const Site& b);
  void mend(const Site& a, const Site& b);
  /// Nothing comes from or goes to `site` any more, and nobody is told.
  void darken(const Site& site);
  void lighten(const Site& site);

  /// Is called after every change, with both sites; with the same one twice for all ways of a site.
  void watch(std::function<void(const Site&, const Site&)> watcher) { watcher_ = std::move(watcher); }

 private:
  using Pair = std::pair<Site, Site>;
  struct Cut {
    unsigned times = 0;
    Time since{};
  };
  struct Message {
    Site from;
    Site to;
    std::function<void()> arrive;
  };

  static Pair pair_of(const Site& a, const Site& b) { return a < b ? Pair(a, b) : Pair(b, a); }
  void carry(Message message);
  void deliver(Message message);
  void retry();

  Loop& loop_;
  const Timings& timings_;
  Dice& dice_;
  std::map<Pair, Cut> cuts_;
  std::map<Site, Time> dark_;
  std::vector<Message> held_;
  std::map<Pair, Time> latest_;  // by direction: nothing overtakes
  std::function<void(const Site&, const Site&)> watcher_ = [](const Site&, const Site&) {};
  std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);
};

}  // namespace haxen::simulation

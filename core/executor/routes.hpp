// SPDX-License-Identifier: GPL-2.0-or-later
// Knows between which nodes a migration has to be driven by haxen itself.
#pragma once

#include <set>
#include <utility>

#include "base/names.hpp"
#include "virt/host.hpp"

namespace haxen::executor {

/// Peer to peer is the first choice: it goes on when haxen dies, and its hand-over is the shorter one.
/// Whether the source's daemon can reach the target's is found out by the first move of a pair, and
/// remembered for the run.
class Routes {
 public:
  virt::Route between(const NodeName& from, const NodeName& to) const {
    return direct_.contains({from, to}) ? virt::Route::managed_direct : virt::Route::peer_to_peer;
  }
  /// True when that was not known yet.
  bool needs_direct(const NodeName& from, const NodeName& to) { return direct_.insert({from, to}).second; }

 private:
  std::set<std::pair<NodeName, NodeName>> direct_;
};

}  // namespace haxen::executor

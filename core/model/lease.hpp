// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which lease a node holds on shared storage, as the fleet file says it.
#pragma once

#include <chrono>
#include <string>

#include "base/duration.hpp"

namespace haxen::model {

/// A node's own lease in a lockspace of sanlock's: its "delta lease" in sanlock(8).
struct HostLease {
  /// 1 to 48 of sanlock's characters; libvirt's own unless said otherwise (libvirt 9.0,
  /// VIR_LOCK_MANAGER_SANLOCK_AUTO_DISK_LOCKSPACE).
  std::string lockspace = "__LIBVIRT__DISKS__";
  unsigned host_id = 0;  ///< 1 to 2000 (sanlock(8): lockspaces); no two nodes of a fleet share one
  std::string owner{};   ///< the name in it; empty: what sanlock makes of the node's host name
  Milliseconds timeout = std::chrono::minutes(5);  ///< 1 s to 1 h; waited until it counts as dead
  std::string place{};                             ///< where it begins: "fleet.toml:10:1"
  std::string host_id_place{};                     ///< of what `host_id` says
  friend bool operator==(const HostLease&, const HostLease&) = default;
};

}  // namespace haxen::model

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a look at the whole fleet has found: whether its nodes are fit to move VMs among each other.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/duration.hpp"
#include "base/result.hpp"
#include "model/guard.hpp"
#include "model/node.hpp"

namespace haxen::model {

/// How far a node's clock is ahead of ours: `offset`, give or take `error`.
struct ClockOffset {
  Seconds offset{};
  Seconds error{};
  friend bool operator==(const ClockOffset&, const ClockOffset&) = default;
};

struct NodeCheck {
  NodeName name;
  std::string uri;
  std::string transport;     ///< "ssh", "tls", "tcp", "local"; the scheme's own word for others
  std::optional<Node> node;  ///< none: it did not answer
  Fault fault{};             ///< why not
  std::optional<ClockOffset> clock{};
  std::string clock_unknown{};  ///< why there is none
  /// What keeps a disk from being opened by two nodes' VMs: "lockd", "sanlock", or "none". Unknown where it
  /// is no value.
  std::optional<std::string> lock_manager{};
  std::optional<Guard> guard{};  ///< unknown where it is no value
  friend bool operator==(const NodeCheck&, const NodeCheck&) = default;
};

enum class PeerReach {
  yes,  ///< one node's libvirt can be reached from the other
  no,
  unknown,  ///< nobody there could be asked
};

struct PairCheck {
  NodeName from;
  NodeName to;
  PeerReach reach = PeerReach::unknown;
  std::string why{};  ///< not yes
  friend bool operator==(const PairCheck&, const PairCheck&) = default;
};

enum class FindingKind {
  no_answer,
  may_not_migrate,  ///< this user may look only
  same_host_uuid,   ///< libvirt takes them for one host
  clock_off,
  no_peer_to_peer,
  versions_differ,  ///< VMs do not move to an older hypervisor
  fence_agent_missing,
  fence_metadata_unreadable,  ///< what the agent tells of itself
  fence_parameters_wrong,     ///< by what it tells
  fence_old_parameter,        ///< still taken by the agent
  fence_password_unreadable,
  fence_password_exposed,  ///< to other users of this machine
  fence_status_failing,    ///< the device does not answer
  guard_missing,           ///< of a node with fence devices: VMs start there after any boot
  guard_outdated,
  guard_off,            ///< nothing tells it of a clean end, so that it admits no boot
  guard_refusing,       ///< this boot is not admitted
  lease_untold,         ///< no other node can tell of the lease
  lease_not_held,       ///< nobody renews it, though the node is up
  lease_of_another,     ///< another host holds it
  lease_no_watchdog,    ///< the node's sanlock would not have it reset
  lease_binds_nothing,  ///< the node's VMs would go on without it
};

enum class Severity {
  error,
  warning,  ///< it works as it is
};

/// Something that an operator should mend.
struct Finding {
  FindingKind kind{};
  std::vector<NodeName> nodes;
  std::string message;
  std::string remedy;
  std::string place{};  ///< in the fleet file, "fleet.toml:12:3"; empty where it is about no line of it
  Severity severity = Severity::error;
  friend bool operator==(const Finding&, const Finding&) = default;
};

struct FleetCheck {
  std::vector<NodeCheck> nodes;  ///< sorted by name
  std::vector<PairCheck> pairs;  ///< every ordered pair of different nodes, sorted
  std::vector<Finding> findings;
  friend bool operator==(const FleetCheck&, const FleetCheck&) = default;
};

}  // namespace haxen::model

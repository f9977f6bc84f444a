// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a fleet file says, with every default filled in.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/duration.hpp"
#include "base/names.hpp"
#include "model/fence.hpp"
#include "model/lease.hpp"
#include "model/rule.hpp"
#include "model/vm.hpp"

namespace haxen::config {

/// Whether the memory stream of a migration is encrypted.
enum class Tls { off, required };

/// What holds where nothing more particular is said.
struct Defaults {
  Milliseconds outage_budget{250};  ///< 1 ms to 1 h
  unsigned moves_per_source = 2;    ///< 1 to 16: libvirt serves 20 calls per daemon, a migration holds one
  unsigned moves_per_target = 2;    ///< 1 to 16
  unsigned moves_in_fleet = 8;      ///< 1 to 1000
  unsigned starts_per_node = 4;     ///< 1 to 16
  Tls tls = Tls::off;
  Milliseconds deadline{10'000};  ///< 100 ms to 10 min; a node that is silent for longer is unreachable
  Milliseconds time_limit = std::chrono::hours(2);    ///< 1 s to 7 d; a whole command
  Milliseconds cool_down = std::chrono::minutes(30);  ///< 0 to 7 d; a rebalance leaves a moved VM for so long
  Bytes reserve = mib(512);                           ///< memory kept for the host itself, on every node
  double overcommit = 1.0;                            ///< 0.1 to 10; of memory

  model::HandOver hand_over = model::HandOver::fast;

  std::optional<double> vcpu_overcommit{};  ///< 0.1 to 100 virtual CPUs per logical one; none: no limit

  friend bool operator==(const Defaults&, const Defaults&) = default;
};

/// The operator's own programs that are run around changes.
struct HookSettings {
  std::string directory;            ///< relative to the fleet file's; empty: "hooks.d", if there is one
  Milliseconds time_limit{60'000};  ///< 100 ms to 1 h; for each of them

  friend bool operator==(const HookSettings&, const HookSettings&) = default;
};

struct NodeEntry {
  NodeName name;
  std::string uri;              ///< how haxen reaches it
  std::string peer_uri;         ///< how the other nodes' daemons reach it
  std::string migrate_uri;      ///< where the memory stream goes; empty for the test driver, which has none
  std::optional<Bytes> memory;  ///< cap on its physical memory
  Bytes reserve{};
  std::optional<Bandwidth> link;  ///< each direction
  std::map<std::string, std::string> labels;
  std::vector<model::FenceLevel> fence{};   ///< how it is switched off, the first to be tried first
  std::optional<model::HostLease> lease{};  ///< which counts where no fence device says off

  friend bool operator==(const NodeEntry&, const NodeEntry&) = default;
};

/// Which VMs an entry is about.
enum class VmKey { match, name, uuid };

/// What one [[vm]] table says; what it leaves out stays as it was.
struct VmPolicyEntry {
  VmKey key = VmKey::match;
  std::string vm;  ///< a shell pattern, a name, or a UUID in lower case
  std::optional<Milliseconds> outage_budget;
  std::optional<bool> may_throttle;
  std::optional<bool> may_postcopy;
  std::optional<bool> may_shut_down;
  std::optional<int> priority;
  std::optional<model::HandOver> hand_over{};
  std::optional<std::string> probe{};  ///< as `haxen probe` takes targets; the host may be left out

  friend bool operator==(const VmPolicyEntry&, const VmPolicyEntry&) = default;
};

/// What one [[rule]] table says. `rule` is whole but for its VMs, which are only known once the nodes have
/// answered.
struct RuleEntry {
  model::Rule rule;
  std::vector<std::string> vms;       ///< names, UUIDs and patterns
  std::vector<std::string> groups{};  ///< patterns for groups that VMs' owners state; at least one of both

  friend bool operator==(const RuleEntry&, const RuleEntry&) = default;
};

/// Nodes, VM entries and rules stand in file order. There is at least one node, and no node's or rule's name
/// stands twice.
struct Config {
  Defaults defaults;
  HookSettings hooks{};
  std::vector<NodeEntry> nodes;
  std::vector<VmPolicyEntry> vms;
  std::vector<RuleEntry> rules;

  friend bool operator==(const Config&, const Config&) = default;
};

/// Null when the file names no such node.
const NodeEntry* find_node(const Config& config, const NodeName& name);

}  // namespace haxen::config

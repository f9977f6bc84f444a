// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the tables that a fleet file consists of.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "config/config.hpp"
#include "config/document.hpp"

namespace haxen::config {

/// One table of the file and where it begins.
struct Section {
  const Table& table;
  Place place;
};

/// [[node.fence]], in the order of the file. Whether an agent knows its parameters is not asked.
Reading<std::vector<model::FenceLevel>> fence_levels();

/// [node.lease]. Whether any sanlock knows it is not asked.
Reading<std::optional<model::HostLease>> host_lease();

/// "fast" or "confirmed".
Reading<model::HandOver> hand_over();

/// [defaults]
Result<Defaults> read_defaults(const Section& section);

/// [hooks]
Result<HookSettings> read_hooks(const Section& section);

/// A [[node]] whose reserve may still have to come from the defaults.
struct WrittenNode {
  NodeEntry entry;
  std::optional<Bytes> reserve;
};

/// [[node]]
Result<WrittenNode> read_node(const Section& section);

/// [[vm]]
Result<VmPolicyEntry> read_vm(const Section& section);

/// What a rule may speak of: the nodes' names, and the values of each label, of the whole file.
struct Vocabulary {
  std::vector<std::string> nodes;
  std::map<std::string, std::set<std::string>> labels;
};

/// [[rule]]
Result<RuleEntry> read_rule(const Section& section, const Vocabulary& vocabulary);

}  // namespace haxen::config

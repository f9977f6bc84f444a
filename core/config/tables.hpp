// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the tables that a fleet file consists of.
#pragma once

#include <optional>

#include "config/config.hpp"
#include "config/document.hpp"

namespace haxen::config {

/// One table of the file and where it begins.
struct Section {
  const Table& table;
  Place place;
};

/// [defaults]
Result<Defaults> read_defaults(const Section& section);

/// A [[node]] whose reserve may still have to come from the defaults.
struct WrittenNode {
  NodeEntry entry;
  std::optional<Bytes> reserve;
};

/// [[node]]
Result<WrittenNode> read_node(const Section& section);

/// [[vm]]
Result<VmPolicyEntry> read_vm(const Section& section);

}  // namespace haxen::config

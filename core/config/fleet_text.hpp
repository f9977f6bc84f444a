// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a fleet file is written for people to go on with.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/names.hpp"

namespace haxen::config {

/// A node as it is to stand in a fleet file.
struct WrittenEntry {
  NodeName name;
  std::string uri;
  std::string peer_uri;              ///< left out where it is empty
  Bytes memory{};                    ///< all that it has
  std::vector<std::string> remarks;  ///< put above it as comments
  bool left_out = false;             ///< all of it stands as a comment, for somebody to decide
};

/// A fleet file with these nodes, in this order, commented, with `heading` at its top. parse() reads it
/// wherever one of them is not left out, their names and URIs are ones that it takes, and none stands twice.
std::string fleet_text(const std::string& heading, const std::vector<WrittenEntry>& nodes);

/// A node's name for a host: up to its first dot where it is a name, with a dash for whatever no node's name
/// may hold. Never empty.
NodeName name_for(const std::string& host);

}  // namespace haxen::config

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a fence agent tells of itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace haxen::fencing {

/// The kinds of value that fence agents know; one that is none of them counts as `text`.
enum class Kind { text, whole_number, seconds, flag, choice };

/// A parameter that an agent takes.
struct Known {
  std::string name;
  Kind kind = Kind::text;
  std::vector<std::string> choices{};  ///< of `choice`
  bool required = false;
  bool deprecated = false;               ///< kept for old configurations
  std::vector<std::string> old_names{};  ///< of those that it replaces
  friend bool operator==(const Known&, const Known&) = default;
};

struct Metadata {
  std::string name;
  std::vector<Known> parameters;     ///< in the agent's order, no name twice
  std::vector<std::string> actions;  ///< "on", "off", "status", "monitor", …
  friend bool operator==(const Metadata&, const Metadata&) = default;
};

/// Reads what `AGENT -o metadata` prints: XML with a resource-agent, as in the FenceAgentAPI (ClusterLabs).
/// Refuses, with a fault of kind `failed`, what is not XML, is no resource-agent, or names no parameters.
Result<Metadata> read_metadata(std::string_view xml);

/// Null where there is none of the name.
const Known* find(const Metadata& metadata, std::string_view name);

/// The one that has taken the place of a deprecated one; null where there is none.
const Known* successor(const Metadata& metadata, std::string_view name);

}  // namespace haxen::fencing

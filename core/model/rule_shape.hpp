// SPDX-License-Identifier: GPL-2.0-or-later
// Knows in which words rules are written, and what each kind of rule needs and bears.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/rule.hpp"

namespace haxen::model {

/// "apart", "only_on" and so on, with what they stand for.
const std::vector<std::pair<std::string, RuleKind>>& rule_kinds();
/// "at_the_end", "at_every_step"
const std::vector<std::pair<std::string, RuleTime>>& rule_times();

std::string_view word(RuleKind kind);

/// Which keys a kind cannot do without, and which it has a use for beside those that every kind has: its
/// kind, name, VMs and priority.
struct RuleShape {
  std::vector<std::string> needs;
  std::vector<std::string> bears;

  bool has_use_for(const std::string& key) const;
};

RuleShape shape_of(RuleKind kind);

/// Whether rules of this kind speak of nodes, by name or by the values of a label, at least one of which it
/// must name.
bool is_about_nodes(RuleKind kind);

}  // namespace haxen::model

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the words and shapes of rules.
#include "model/rule_shape.hpp"

#include <algorithm>

namespace haxen::model {

const std::vector<std::pair<std::string, RuleKind>>& rule_kinds() {
  static const std::vector<std::pair<std::string, RuleKind>> all = {
      {"apart", RuleKind::apart},        {"together", RuleKind::together}, {"only_on", RuleKind::only_on},
      {"never_on", RuleKind::never_on},  {"prefer", RuleKind::prefer},     {"at_most", RuleKind::at_most},
      {"direction", RuleKind::direction}};
  return all;
}

const std::vector<std::pair<std::string, RuleTime>>& rule_times() {
  static const std::vector<std::pair<std::string, RuleTime>> all = {
      {"at_the_end", RuleTime::at_the_end}, {"at_every_step", RuleTime::at_every_step}};
  return all;
}

std::string_view word(RuleKind kind) {
  const auto found = std::ranges::find(rule_kinds(), kind, [](const auto& each) { return each.second; });
  return found->first;
}

bool RuleShape::has_use_for(const std::string& key) const {
  return std::ranges::find(needs, key) != needs.end() || std::ranges::find(bears, key) != bears.end();
}

RuleShape shape_of(RuleKind kind) {
  switch (kind) {
    case RuleKind::apart:
    case RuleKind::together: return {{}, {"label", "must", "time"}};
    case RuleKind::only_on:
    case RuleKind::never_on: return {{}, {"nodes", "label", "values", "must", "time"}};
    case RuleKind::prefer: return {{}, {"nodes", "label", "values"}};
    case RuleKind::at_most: return {{"limit"}, {"label", "must", "time"}};
    case RuleKind::direction: return {{"label", "values"}, {"must", "time"}};
  }
  return {};
}

bool is_about_nodes(RuleKind kind) {
  switch (kind) {
    case RuleKind::only_on:
    case RuleKind::never_on:
    case RuleKind::prefer: return true;
    case RuleKind::apart:
    case RuleKind::together:
    case RuleKind::at_most:
    case RuleKind::direction: return false;
  }
  return false;
}

}  // namespace haxen::model

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what really happened in a world.
#include "simulation/witness.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace haxen::simulation {

std::string to_string(const std::vector<LogLine>& log) {
  std::string text;
  for (const auto& line : log) text += fmt::format("{:.6f} {}\n", line.at.count(), line.text);
  return text;
}

void Witness::say(std::string text) { log_.push_back({now(), std::move(text)}); }

void Witness::say(const NodeName& node, const VmUuid& vm, const std::string& text) {
  const auto name = names_.find(vm);
  say(fmt::format("{}: {}: {}", node, name == names_.end() ? vm.str() : name->second.str(), text));
}

void Witness::runs(const VmUuid& vm, const NodeName& node, const std::string& cause) {
  auto& where = running_[vm];
  if (!where.insert(node).second) return;
  say(node, vm, "runs: " + cause);
  count(vm, cause);
}

void Witness::found_running(const VmUuid& vm, const NodeName& node) {
  if (running_[vm].insert(node).second) count(vm, "since the beginning");
}

void Witness::count(const VmUuid& vm, const std::string& cause) {
  const auto& where = running_[vm];
  auto& most = most_[vm];
  most = std::max(most, where.size());
  if (where.size() > 1) doubled_.push_back({now(), vm, {where.begin(), where.end()}, cause});
}

void Witness::stands(const VmUuid& vm, const NodeName& node, const std::string& cause) {
  if (running_[vm].erase(node) > 0) say(node, vm, "stopped: " + cause);
}

void Witness::gone(const VmUuid& vm, const NodeName& node, Remains remains, const std::string& cause) {
  running_[vm].erase(node);
  say(node, vm, "gone: " + cause);
  if (remains == Remains::none) ended_.push_back({now(), vm, {node}, cause});
}

void Witness::departed(const VmUuid& vm, const NodeName& node, const std::string& cause) {
  departed_.push_back({now(), vm, {node}, cause});
}

void Witness::torn(const VmUuid& vm, const NodeName& node) {
  constexpr auto cause = "it misses a part of its memory";
  stands(vm, node, cause);
  torn_.push_back({now(), vm, {node}, cause});
}

std::size_t Witness::most_at_once(const VmUuid& vm) const {
  const auto found = most_.find(vm);
  return found == most_.end() ? 0 : found->second;
}

}  // namespace haxen::simulation

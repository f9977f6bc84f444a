// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a word on a command line is looked up.
#include "inventory/choice.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>

#include "base/glob.hpp"
#include "base/nearest.hpp"

namespace haxen::inventory {

namespace {

using Found = std::vector<const model::Vm*>;

bool is_pattern(const std::string& word) { return word.find_first_of("*?[") != std::string::npos; }

std::string with_node(const model::Vm& vm) { return fmt::format("{}@{}", vm.name, vm.node); }

std::string lower_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](char letter) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  });
  return text;
}

template <class Condition>
Found those(const model::Fleet& fleet, Condition condition) {
  Found found;
  for (const auto& vm : fleet.vms) {
    if (condition(vm)) found.push_back(&vm);
  }
  return found;
}

// Without the shut-off copies of VMs that are active elsewhere among them.
Found without_leftovers(Found found) {
  std::set<VmUuid> active;
  for (const auto* vm : found) {
    if (model::is_active(vm->state)) active.insert(vm->uuid);
  }
  std::erase_if(found,
                [&](const auto* vm) { return !model::is_active(vm->state) && active.contains(vm->uuid); });
  return found;
}

bool is_one_vm(const Found& found) {
  return std::ranges::all_of(found, [&](const auto* vm) { return vm->uuid == found.front()->uuid; });
}

tl::unexpected<Fault> ambiguous(const std::string& word, const Found& found) {
  std::vector<std::string> names;
  for (const auto* vm : found) names.push_back(fmt::format("{} ({})", with_node(*vm), vm->uuid));
  return fault(FaultKind::usage, fmt::format("'{}' could be any of {}", word, fmt::join(names, ", ")),
               "name one of them as VM@NODE or by its UUID");
}

std::string absentees(const model::Fleet& fleet) {
  std::vector<std::string> names;
  for (const auto& node : fleet.absent) names.push_back(fmt::format("'{}'", node.name));
  return names.empty() ? "" : fmt::format("it may be on {}, which did not answer", fmt::join(names, " or "));
}

tl::unexpected<Fault> unknown_vm(const model::Fleet& fleet, const std::string& word) {
  std::vector<std::string> known;
  for (const auto& vm : fleet.vms) known.push_back(vm.name.str());
  for (const auto& vm : fleet.vms) known.push_back(with_node(vm));
  const auto meant = is_pattern(word) ? std::nullopt : nearest(word, known);
  const auto hint = meant ? fmt::format("did you mean '{}'?", *meant) : absentees(fleet);
  return fault(FaultKind::usage, fmt::format("no VM {}'{}'", is_pattern(word) ? "matches " : "", word), hint);
}

// An exact name goes before the same word read as a pattern: libvirt's names may hold any of * ? [ @.
Result<Found> look_up(const model::Fleet& fleet, const std::string& word) {
  const auto uuid = lower_case(word);
  const auto meant = without_leftovers(those(fleet, [&](const model::Vm& vm) {
    return vm.name.str() == word || with_node(vm) == word || vm.uuid.str() == uuid;
  }));
  if (!meant.empty()) return is_one_vm(meant) ? Result<Found>(meant) : ambiguous(word, meant);
  if (!is_pattern(word)) return unknown_vm(fleet, word);
  const auto matching = without_leftovers(those(fleet, [&](const model::Vm& vm) {
    return glob_matches(word, vm.name.str()) || glob_matches(word, with_node(vm));
  }));
  return matching.empty() ? unknown_vm(fleet, word) : Result<Found>(matching);
}

std::vector<NodeName> all_nodes(const model::Fleet& fleet) {
  std::set<NodeName> names;
  for (const auto& node : fleet.nodes) names.insert(node.name);
  for (const auto& node : fleet.absent) names.insert(node.name);
  return {names.begin(), names.end()};
}

tl::unexpected<Fault> unknown_node(const std::vector<NodeName>& known, const std::string& word) {
  std::vector<std::string> names;
  for (const auto& name : known) names.push_back(name.str());
  const auto meant = nearest(word, names);
  return fault(
      FaultKind::usage, fmt::format("no node {}'{}'", is_pattern(word) ? "matches " : "", word),
      meant ? fmt::format("did you mean '{}'?", *meant) : fmt::format("nodes: {}", fmt::join(names, ", ")));
}

}  // namespace

Result<std::vector<model::Vm>> choose_vms(const model::Fleet& fleet, const std::vector<std::string>& words) {
  std::set<const model::Vm*> chosen;  // pointers into one vector: in its order
  for (const auto& word : words) {
    const auto found = look_up(fleet, word);
    if (!found) return tl::unexpected(found.error());
    chosen.insert(found->begin(), found->end());
  }
  std::vector<model::Vm> vms;
  for (const auto* vm : chosen) vms.push_back(*vm);
  return vms;
}

Result<std::vector<NodeName>> choose_nodes(const model::Fleet& fleet, const std::vector<std::string>& words) {
  const auto known = all_nodes(fleet);
  std::set<NodeName> chosen;
  for (const auto& word : words) {
    bool met = false;
    for (const auto& name : known) {
      if (name.str() != word && !(is_pattern(word) && glob_matches(word, name.str()))) continue;
      chosen.insert(name);
      met = true;
    }
    if (!met) return unknown_node(known, word);
  }
  return std::vector<NodeName>(chosen.begin(), chosen.end());
}

}  // namespace haxen::inventory

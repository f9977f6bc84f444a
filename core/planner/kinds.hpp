// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which VMs and which nodes are alike as far as eligibility goes, so that each pair of kinds is judged
// once.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/node.hpp"
#include "model/vm.hpp"
#include "planner/request.hpp"

namespace haxen::planner {

/// Two of a kind agree in everything that `obstacles` reads. Judges lazily; refers to the nodes and VMs it
/// was given.
class Kinds {
 public:
  Kinds() = default;
  explicit Kinds(std::vector<const model::Node*> nodes, LocalDisks local = LocalDisks::stay);
  void add_vms(std::vector<const model::Vm*> vms);

  /// Whether `obstacles` finds nothing. Indices are those of the vectors given.
  bool is_free_of_obstacles(std::uint32_t vm, std::uint32_t from, std::uint32_t to) const;

 private:
  enum class Verdict : std::uint8_t { open, yes, no };

  std::uint32_t kind_of_vm(std::uint32_t vm) const;
  std::string signature(const model::Node& node) const;
  std::string signature(const model::Vm& vm) const;
  std::string_view covering_folder(std::string_view path) const;

  std::vector<const model::Node*> nodes_;
  std::vector<const model::Vm*> vms_;
  LocalDisks local_ = LocalDisks::stay;
  std::set<std::string> paths_;                                ///< that any node was asked for
  std::vector<std::string> folders_;                           ///< of all pools of all nodes
  std::unordered_map<std::string, std::uint32_t> host_uuids_;  ///< how many nodes have it
  std::vector<std::uint32_t> node_kind_;
  std::vector<std::uint32_t> first_node_;   ///< by kind
  std::vector<std::uint32_t> second_node_;  ///< by kind; equal to the first where it is alone
  mutable std::vector<std::uint32_t> vm_kind_;
  mutable std::vector<std::uint32_t> first_vm_;  ///< by kind
  mutable std::unordered_map<std::string, std::uint32_t> vm_kinds_;
  mutable std::vector<std::vector<Verdict>> verdicts_;  ///< by VM kind and source kind, then target kind
};

}  // namespace haxen::planner

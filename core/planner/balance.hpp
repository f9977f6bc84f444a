// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how evenly the nodes are used: the score that balancing lowers.
#pragma once

#include <array>
#include <vector>

#include "planner/table.hpp"

namespace haxen::planner {

/// Memory, virtual CPUs, busy CPUs.
inline constexpr std::size_t resource_count = 3;
using Amounts = std::array<double, resource_count>;

/// The score is the sum over nodes and resources of
///   weight · share · ((use − mean)² + 10 · max(0, use − ceiling)²)
/// where use = what VMs hold / capacity, share = the node's part of the fleet's capacity, mean = the fleet's
/// use: the variance of relative use, weighted by capacity, with a convex penalty above a soft ceiling
/// (memory and virtual CPUs 0.85, busy CPUs 0.7). Weights: memory 1, virtual CPUs 0.25, busy CPUs 1. A node
/// without a stated limit of virtual CPUs is taken to carry four per logical CPU. Busy CPUs count only where
/// every VM's are known. Moves change neither shares nor means, so each node's part depends on what is on it
/// alone.
class Balance {
 public:
  explicit Balance(const Table& table);

  /// This node's part of the score, its VMs holding `held` in all.
  double part(NodeIndex node, const Amounts& held) const;
  const Amounts& amounts(VmIndex vm) const { return amounts_[vm]; }

  struct Term {
    double weight = 0;  ///< resource weight · share; 0 where the node has none of the resource
    double capacity = 1;
  };
  const Term& term(NodeIndex node, std::size_t resource) const { return terms_[node][resource]; }
  double mean(std::size_t resource) const { return mean_[resource]; }
  static double ceiling(std::size_t resource);
  static constexpr double steepness = 10;

 private:
  std::vector<std::array<Term, resource_count>> terms_;
  std::vector<Amounts> amounts_;
  Amounts mean_{};
};

Amounts operator+(Amounts a, const Amounts& b);
Amounts operator-(Amounts a, const Amounts& b);

}  // namespace haxen::planner

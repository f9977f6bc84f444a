// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how evenly the nodes are used: the score that balancing lowers.
#pragma once

#include <algorithm>
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
  double part(NodeIndex node, const Amounts& held) const {
    double sum = 0;
    for (std::size_t r = 0; r < resource_count; ++r) sum += part(node, r, held[r]);
    return sum;
  }
  /// Of one resource alone.
  double part(NodeIndex node, std::size_t resource, double held) const {
    const auto& term = terms_[node][resource];
    const double use = held * term.share;
    const double off = use - mean_[resource];
    const double above = std::max(0.0, use - ceilings[resource]);
    return term.weight * (off * off + steepness * above * above);
  }
  const Amounts& amounts(VmIndex vm) const { return amounts_[vm]; }

 private:
  static constexpr Amounts ceilings = {0.85, 0.85, 0.7};
  static constexpr double steepness = 10;

  struct Term {
    double weight = 0;  ///< resource weight · share; 0 where the node has none of the resource
    double share = 0;   ///< of the node's capacity, for each unit held
  };

  std::vector<std::array<Term, resource_count>> terms_;
  std::vector<Amounts> amounts_;
  Amounts mean_{};
};

inline Amounts operator+(Amounts a, const Amounts& b) {
  for (std::size_t r = 0; r < resource_count; ++r) a[r] += b[r];
  return a;
}

inline Amounts operator-(Amounts a, const Amounts& b) {
  for (std::size_t r = 0; r < resource_count; ++r) a[r] -= b[r];
  return a;
}

}  // namespace haxen::planner

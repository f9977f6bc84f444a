// SPDX-License-Identifier: GPL-2.0-or-later
// Knows, for each flavour of VM, the few nodes that take one of its kind best.
#pragma once

#include <span>
#include <vector>

#include "planner/spread.hpp"

namespace haxen::planner {

/// A flavour is what VMs of about the same size and proportions have in common. For each of them the best
/// nodes are kept by the score change that a VM of the flavour's mean would bring; they are looked for anew
/// when enough has changed on them. With few nodes that is all of them.
class Destinations {
 public:
  /// Refers to the spread, which must outlive it.
  explicit Destinations(const Spread& spread);

  /// Where to look first for the mover's best node; rules and room were not looked at.
  std::span<const NodeIndex> few(MoverIndex mover);
  /// Every node that may be entered.
  std::span<const NodeIndex> all() const { return all_; }

 private:
  struct Flavour {
    Amounts mean{};
    std::vector<NodeIndex> best;
    std::uint32_t age = 0;  ///< times asked since `best` was found
  };

  void name_flavours();
  void look(Flavour& flavour);

  const Spread& spread_;
  std::vector<NodeIndex> all_;
  std::vector<Flavour> flavours_;
  std::vector<std::uint32_t> flavour_of_;
  std::vector<std::pair<double, NodeIndex>> ranked_;
};

}  // namespace haxen::planner

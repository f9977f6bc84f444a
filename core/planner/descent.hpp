// SPDX-License-Identifier: GPL-2.0-or-later
// Knows steepest descent: of all single moves that lower a measure, the one that lowers it most, again and
// again.
#pragma once

#include <cstdint>
#include <optional>
#include <queue>
#include <span>
#include <vector>

#include "planner/table.hpp"

namespace haxen::planner {

/// The best single move of a mover.
template <class Change>
struct Candidate {
  Change change;
  std::uint32_t mover;
  NodeIndex to;
};

/// What descends. A measure tells:
///   count()               how many movers there are, numbered from zero
///   node_of(mover), movers_on(node)
///   best(mover)           its best move, if any is worth making
///   make(candidate)       makes it, if it still can be made
///   stamp(node)           changes whenever something comes to the node or leaves it
///   is_local              whether a move changes only what the movers of its two nodes, and those on their
///   way
///                         to them, can gain
/// A measure that is local is asked again only for those; the others keep the gain they had, until nothing is
/// left to gain and all are asked once more. So a step costs what is on two nodes, and the logarithm of the
/// number of movers.
template <class Measure>
class Descent {
 public:
  explicit Descent(Measure& measure) : measure_(measure), askings_(measure.count()) {}

  /// Until no single move is worth making; how many were made.
  std::size_t run() {
    std::size_t made = 0;
    while (true) {
      queue_ = {};
      for (std::uint32_t mover = 0; mover < measure_.count(); ++mover) ask(mover);
      const auto more = drain();
      made += more;
      if (more == 0) return made;
    }
  }

  /// The same from the movers of these nodes alone, and what their moves lead to.
  std::size_t run_from(std::span<const NodeIndex> nodes) {
    queue_ = {};
    for (const auto n : nodes) ask_all(n);
    return drain();
  }

 private:
  using Offer = decltype(std::declval<Measure&>().best(0))::value_type;

  struct Entry {
    Offer offer;
    std::uint32_t asking;
    NodeIndex from;
    std::uint32_t from_stamp, to_stamp;
    /// The queue gives its greatest first; ties go by number, so that nothing depends on who was asked when.
    friend bool operator<(const Entry& a, const Entry& b) {
      if (a.offer.change < b.offer.change) return false;
      if (b.offer.change < a.offer.change) return true;
      return a.offer.mover > b.offer.mover;
    }
  };

  void ask(std::uint32_t mover) {
    const auto asking = ++askings_[mover];
    const auto offer = measure_.best(mover);
    if (!offer) return;
    const auto from = measure_.node_of(mover);
    queue_.push({*offer, asking, from, measure_.stamp(from), measure_.stamp(offer->to)});
  }

  void ask_all(NodeIndex node) {
    for (const auto mover : measure_.movers_on(node)) ask(mover);
  }

  bool is_outdated(const Entry& entry) const {
    return entry.from_stamp != measure_.stamp(entry.from) || entry.to_stamp != measure_.stamp(entry.offer.to);
  }

  std::size_t drain() {
    std::size_t made = 0;
    while (!queue_.empty()) {
      const auto top = queue_.top();
      queue_.pop();
      if (top.asking != askings_[top.offer.mover]) continue;
      if (is_outdated(top)) {
        ask(top.offer.mover);
        continue;
      }
      if (!measure_.make(top.offer)) continue;
      ++made;
      if (!Measure::is_local) return made;
      ask_all(top.from);
      ask_all(top.offer.to);
    }
    return made;
  }

  Measure& measure_;
  std::priority_queue<Entry> queue_;
  std::vector<std::uint32_t> askings_;  ///< by mover: only the latest counts
};

}  // namespace haxen::planner

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which steps are made: those that pay and are safe.
#pragma once

#include <functional>
#include <span>

#include "planner/descent.hpp"
#include "planner/destinations.hpp"
#include "planner/spread.hpp"

namespace haxen::planner {

/// Makes steps only if rules are kept better by them, or else as well and the score with the price falls, and
/// only if what comes of them is safe.
class Trade {
 public:
  using Safety = std::function<bool()>;

  /// Without `is_safe` everything is.
  Trade(Spread& spread, Safety is_safe) : spread_(spread), is_safe_(std::move(is_safe)) {}

  bool make(std::span<const Step> steps);
  bool is_safe() const { return !is_safe_ || is_safe_(); }

 private:
  Spread& spread_;
  Safety is_safe_;
};

/// The measure that rebalancing descends by single moves.
class Evenness {
 public:
  static constexpr bool is_local = true;
  using Offer = Candidate<Change>;

  Evenness(Spread& spread, Destinations& destinations, Trade& trade)
      : spread_(spread), destinations_(destinations), trade_(trade) {}

  std::uint32_t count() const { return static_cast<std::uint32_t>(spread_.movers().size()); }
  NodeIndex node_of(std::uint32_t mover) const { return spread_.node_of(mover); }
  std::span<const std::uint32_t> movers_on(NodeIndex node) const { return spread_.movers_on(node); }
  std::uint32_t stamp(NodeIndex node) const { return spread_.stamp(node); }
  std::optional<Offer> best(std::uint32_t mover);
  bool make(const Offer& offer);

 private:
  struct Look {
    std::optional<Offer> found;
    bool was_unwelcome = false;  ///< somewhere better there was room, but not for it
  };
  Look look_at(std::uint32_t mover, std::span<const NodeIndex> nodes);
  std::optional<Offer> offer(std::uint32_t mover, NodeIndex to, double leaving) const;

  Spread& spread_;
  Destinations& destinations_;
  Trade& trade_;
  std::vector<Offer> offers_;
};

}  // namespace haxen::planner

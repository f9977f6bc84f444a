// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which single move is a VM's best.
#include "planner/trade.hpp"

#include <algorithm>

namespace haxen::planner {

bool Trade::make(std::span<const Step> steps) {
  const auto before = spread_.made();
  const auto change = spread_.make(steps);
  if (!change) return false;
  if (change->is_gain() && is_safe()) return true;
  spread_.undo_to(before);
  return false;
}

std::optional<Evenness::Offer> Evenness::offer(std::uint32_t mover, NodeIndex to, double leaving) const {
  Change change{spread_.strain(mover, to), leaving + spread_.fare(mover, to)};
  // No node's part can fall by more than it is: most nodes need no closer look.
  const Change at_best{change.rules, change.score - spread_.part(to)};
  if (!at_best.is_gain()) return std::nullopt;
  change.score += spread_.shift(to, spread_.movers()[mover].amounts);
  return change.is_gain() ? std::optional(Offer{change, mover, to}) : std::nullopt;
}

Evenness::Look Evenness::look_at(std::uint32_t mover, std::span<const NodeIndex> nodes) {
  const auto from = spread_.node_of(mover);
  const double leaving = spread_.shift(from, Amounts{} - spread_.movers()[mover].amounts);
  offers_.clear();
  const auto add = [&](NodeIndex to) {
    if (to == from) return;
    if (const auto each = offer(mover, to, leaving)) offers_.push_back(*each);
  };
  std::ranges::for_each(nodes, add);
  if (const auto home = spread_.home_of(mover); std::ranges::find(nodes, home) == nodes.end()) add(home);
  Look look;
  while (!offers_.empty()) {
    const auto best = std::ranges::min_element(offers_, {}, &Offer::change);
    const Step step{mover, best->to};
    if (spread_.may_go(mover, best->to) && spread_.is_affordable(std::span(&step, 1))) {
      look.found = *best;
      return look;
    }
    const auto first = spread_.movers()[mover].vms.front();
    look.was_unwelcome = look.was_unwelcome || spread_.now().has_room(first, best->to);
    *best = offers_.back();
    offers_.pop_back();
  }
  return look;
}

std::optional<Evenness::Offer> Evenness::best(std::uint32_t mover) {
  if (!spread_.movers()[mover].may_move) return std::nullopt;
  // To leave home is allowed to everywhere or to nowhere; from elsewhere it may always go on.
  const Step away{mover, nowhere};
  if (!spread_.is_affordable(std::span(&away, 1))) return std::nullopt;
  const auto few = destinations_.few(mover);
  auto look = look_at(mover, few);
  if (!look.found && look.was_unwelcome && few.size() < destinations_.all().size())
    look = look_at(mover, destinations_.all());
  return look.found;
}

bool Evenness::make(const Offer& offer) {
  const Step step{offer.mover, offer.to};
  return trade_.make(std::span(&step, 1));
}

}  // namespace haxen::planner

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how exchanges are looked for.
#include "planner/exchange.hpp"

#include <algorithm>

namespace haxen::planner {
namespace {

constexpr std::size_t kept = 6;
constexpr double rounding = 1e-12;

}  // namespace

bool Exchange::improve(MoverIndex mover, double worst_part) {
  if (!row(mover).may_move || effort_.is_spent()) return false;
  deals_.clear();
  worst_part_ = worst_part;
  const auto from = spread_.node_of(mover);
  const auto few = destinations_.few(mover);
  const std::vector<NodeIndex> targets(few.begin(), few.end());  // they are asked for again further in
  const auto is_new = [&](NodeIndex to) {
    return std::max(spread_.stamp(from), spread_.stamp(to)) > looked_[mover];
  };
  for (const auto to : targets)
    if (to != from && is_new(to)) look_beyond(mover, to);
  std::ranges::stable_sort(deals_, {}, &Deal::score);
  for (const auto& deal : deals_) {
    touched_.clear();
    for (std::size_t i = 0; i < deal.length; ++i) {
      touched_.push_back(spread_.node_of(deal.steps[i].mover));
      touched_.push_back(deal.steps[i].to);
    }
    if (trade_.make(std::span(deal.steps.data(), deal.length))) return true;
  }
  if (!effort_.is_spent()) looked_[mover] = spread_.time();
  return false;
}

void Exchange::look_beyond(MoverIndex first, NodeIndex to) {
  const auto from = spread_.node_of(first);
  const double leaving = spread_.shift(from, Amounts{} - row(first).amounts);
  Deal begun;
  begun.steps[0] = {first, to};
  begun.length = 1;
  // No node's part can fall by more than it is.
  const double swap_at_best = spread_.fare(first, to) - spread_.part(from) - spread_.part(to);
  const double chain_at_best = leaving + spread_.fare(first, to) - spread_.part(to) - worst_part_;
  if (!effort_.spend(1 + spread_.movers_on(to).size())) return;
  for (const auto second : spread_.movers_on(to)) {
    if (!row(second).may_move) continue;
    const double fare = spread_.fare(second, from);
    const bool may_swap = swap_at_best + fare < limit();
    const bool may_chain = chain_at_best + spread_.least_fare(second) < -rounding;
    if (!may_swap && !may_chain) continue;
    const auto more = row(first).amounts - row(second).amounts;
    const double there = spread_.shift(to, more) + spread_.fare(first, to);
    if (may_swap && there + fare - spread_.part(from) < limit())
      offer(begun, there + spread_.shift(from, Amounts{} - more) + fare, {second, from});
    if (may_chain && leaving + there < 0) look_further(begun, leaving + there, second, leaving);
  }
}

/// `score`: what the first one's leaving and coming and the second one's leaving change; `leaving` the first
/// of it.
void Exchange::look_further(const Deal& begun, double score, MoverIndex second, double leaving) {
  const auto from = spread_.node_of(begun.steps[0].mover);
  for (const auto third : destinations_.few(second)) {
    if (third == from || third == begun.steps[0].to || !effort_.spend()) continue;
    const double fare = spread_.fare(second, third);
    if (score + fare - spread_.part(third) >= -rounding) continue;
    if (score + fare - spread_.part(third) < limit())
      offer(begun, score + spread_.shift(third, row(second).amounts) + fare, {second, third});
    look_for_third(begun, score - leaving + fare, second, third);
  }
}

void Exchange::look_for_third(const Deal& begun, double score, MoverIndex second, NodeIndex through) {
  const auto first = begun.steps[0].mover;
  const auto home = spread_.node_of(first);
  auto longer = begun;
  longer.steps[1] = {second, through};
  longer.length = 2;
  const double at_best = score - spread_.part(through) - spread_.part(home);
  for (const auto third : spread_.movers_on(through)) {
    if (!row(third).may_move || !effort_.spend()) continue;
    const double fare = spread_.fare(third, home);
    if (at_best + fare >= limit()) continue;
    const double there = score + fare + spread_.shift(through, row(second).amounts - row(third).amounts);
    if (there - spread_.part(home) >= limit()) continue;
    offer(longer, there + spread_.shift(home, row(third).amounts - row(first).amounts), {third, home});
  }
}

/// A deal that is to be kept has to lower the score by more.
double Exchange::limit() const { return deals_.size() == kept ? deals_.back().score : -rounding; }

void Exchange::offer(const Deal& begun, double score, Step last) {
  if (score >= limit()) return;
  if (!spread_.may_enter(last.to)) return;
  auto deal = begun;
  deal.score = score;
  deal.steps[deal.length++] = last;
  if (!spread_.is_affordable(std::span(deal.steps.data(), deal.length))) return;
  if (deals_.size() == kept) deals_.pop_back();
  deals_.insert(std::ranges::upper_bound(deals_, score, {}, &Deal::score), deal);
}

}  // namespace haxen::planner

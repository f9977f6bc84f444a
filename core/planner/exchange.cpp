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
  for (const auto to : targets)
    if (to != from) look_beyond(mover, to);
  std::ranges::stable_sort(deals_, {}, &Deal::score);
  for (const auto& deal : deals_) {
    touched_.clear();
    for (std::size_t i = 0; i < deal.length; ++i) {
      touched_.push_back(spread_.node_of(deal.steps[i].mover));
      touched_.push_back(deal.steps[i].to);
    }
    if (trade_.make(std::span(deal.steps.data(), deal.length))) return true;
  }
  return false;
}

void Exchange::look_beyond(MoverIndex first, NodeIndex to) {
  const auto from = spread_.node_of(first);
  const double leaving = spread_.shift(from, Amounts{} - row(first).amounts);
  Deal begun;
  begun.steps[0] = {first, to};
  begun.length = 1;
  // No node's part can fall by more than it is.
  const double at_best = spread_.fare(first, to) - spread_.part(from) - spread_.part(to);
  if (!effort_.spend(1 + spread_.movers_on(to).size())) return;
  for (const auto second : spread_.movers_on(to)) {
    const double fare = spread_.fare(second, from);
    if (!row(second).may_move || at_best + fare - worst_part_ >= -rounding) continue;
    const auto more = row(first).amounts - row(second).amounts;
    const double there = spread_.shift(to, more) + spread_.fare(first, to);
    if (at_best + fare < -rounding)
      offer(begun, there + spread_.shift(from, Amounts{} - more) + fare, {second, from});
    if (leaving + there < 0) look_further(begun, leaving + there, second, leaving);
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
  for (const auto third : spread_.movers_on(through)) {
    if (!row(third).may_move || !effort_.spend()) continue;
    const double circle = score + spread_.shift(through, row(second).amounts - row(third).amounts) +
                          spread_.shift(home, row(third).amounts - row(first).amounts) +
                          spread_.fare(third, home);
    offer(longer, circle, {third, home});
  }
}

void Exchange::offer(const Deal& begun, double score, Step last) {
  if (score >= -rounding || (deals_.size() == kept && score >= deals_.back().score)) return;
  if (!spread_.may_enter(last.to)) return;
  auto deal = begun;
  deal.score = score;
  deal.steps[deal.length++] = last;
  if (!spread_.is_affordable(std::span(deal.steps.data(), deal.length))) return;
  if (deals_.size() == kept) deals_.pop_back();
  deals_.insert(std::ranges::upper_bound(deals_, score, {}, &Deal::score), deal);
}

}  // namespace haxen::planner

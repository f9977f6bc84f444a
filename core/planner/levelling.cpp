// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the order in which ways to a better placement are tried, and how much work each may cost.
#include "planner/levelling.hpp"

#include <algorithm>
#include <numeric>

namespace haxen::planner {
namespace {

constexpr std::uint64_t exchange_effort = 4'000'000;
constexpr std::uint64_t kick_effort = 100'000;
constexpr std::uint64_t most_kicks = 400;

/// The same number for the same input, and unlike that of its neighbours (the finalizer of SplitMix64).
std::uint64_t mixed(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

}  // namespace

Levelling::Levelling(Spread& spread, Trade::Safety is_safe)
    : spread_(spread),
      destinations_(spread),
      trade_(spread, std::move(is_safe)),
      evenness_(spread, destinations_, trade_),
      descent_(evenness_),
      effort_(exchange_effort),
      kicks_(kick_effort),
      exchange_(spread, destinations_, trade_, effort_),
      after_kick_(spread, destinations_, trade_, kicks_) {}

void Levelling::run() {
  if (destinations_.all().size() < 2 || spread_.movers().empty()) return;
  descent_.run();
  while (exchange_all()) continue;
  kick();
}

/// Those on the nodes that are off the most begin.
bool Levelling::exchange_all() {
  auto nodes = std::vector(destinations_.all().begin(), destinations_.all().end());
  std::ranges::sort(nodes, std::ranges::greater{},
                    [&](NodeIndex n) { return std::pair(spread_.part(n), n); });
  worst_part_ = spread_.part(nodes.front());
  bool found = false;
  for (const auto n : nodes) found = exchange_on(n) || found;
  return found;
}

bool Levelling::exchange_on(NodeIndex node) {
  const std::vector movers(spread_.movers_on(node).begin(), spread_.movers_on(node).end());
  bool found = false;
  for (const auto mover : movers) {
    while (spread_.node_of(mover) == node && exchange_.improve(mover, worst_part_)) {
      found = true;
      touched_ = exchange_.touched();
      descent_.run_from(touched_);
    }
  }
  return found;
}

void Levelling::kick() {
  for (std::uint64_t number = 0; number < most_kicks && !kicks_.is_spent(); ++number) kick_once(number);
}

/// Where a few VMs are thrown somewhere and what follows pays, it stays; else all is as it was.
bool Levelling::kick_once(std::uint64_t number) {
  const auto before = spread_.made();
  const double total = spread_.total();
  push_away(number);
  if (spread_.made() == before) return false;
  kicks_.spend(touched_.size() * 16);
  descent_.run_from(touched_);
  std::vector<MoverIndex> movers;
  for (const auto n : touched_)
    movers.insert(movers.end(), spread_.movers_on(n).begin(), spread_.movers_on(n).end());
  std::ranges::sort(movers);
  movers.erase(std::unique(movers.begin(), movers.end()), movers.end());
  double worst = worst_part_;
  for (const auto n : touched_) worst = std::max(worst, spread_.part(n));
  for (const auto mover : movers)
    while (after_kick_.improve(mover, worst)) descent_.run_from(after_kick_.touched());
  if (spread_.total() < total - 1e-12 && trade_.is_safe()) return true;
  spread_.undo_to(before);
  return false;
}

void Levelling::push_away(std::uint64_t number) {
  touched_.clear();
  const auto seed = mixed(number);
  const auto times = 1 + seed % 3;
  for (std::uint64_t i = 1; i <= times; ++i) {
    const auto mover = static_cast<MoverIndex>(mixed(seed + 2 * i) % spread_.movers().size());
    const auto to = destinations_.all()[mixed(seed + 2 * i + 1) % destinations_.all().size()];
    const auto from = spread_.node_of(mover);
    const Step step{mover, to};
    if (!spread_.may_go(mover, to)) continue;
    const auto made = spread_.made();
    const auto change = spread_.make(std::span(&step, 1));
    if (!change) continue;
    if (change->rules > 0) {
      spread_.undo_to(made);
      continue;
    }
    touched_.insert(touched_.end(), {from, to});
  }
}

}  // namespace haxen::planner

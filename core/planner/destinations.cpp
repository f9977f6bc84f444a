// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how VMs are sorted into flavours and how each one's best nodes are found.
#include "planner/destinations.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace haxen::planner {
namespace {

constexpr std::size_t kept = 16;
/// Askings after which the best nodes are looked for anew; each may have filled one of them.
constexpr std::uint32_t lasting = 64;

/// Each amount by its power of two relative to the mean, in at most five steps.
std::array<int, resource_count> cell(const Amounts& amounts, const Amounts& mean) {
  std::array<int, resource_count> result{};
  for (std::size_t r = 0; r < resource_count; ++r)
    if (amounts[r] > 0 && mean[r] > 0)
      result[r] = std::clamp(static_cast<int>(std::lround(std::log2(amounts[r] / mean[r]))), -2, 2);
  return result;
}

}  // namespace

Destinations::Destinations(const Spread& spread) : spread_(spread) {
  for (NodeIndex n = 0; n < spread.node_count(); ++n)
    if (spread.may_enter(n)) all_.push_back(n);
  name_flavours();
}

void Destinations::name_flavours() {
  const auto movers = spread_.movers();
  const auto count = static_cast<double>(movers.size());
  Amounts mean{};
  for (const auto& mover : movers)
    for (std::size_t r = 0; r < resource_count; ++r) mean[r] += mover.amounts[r] / count;
  std::map<std::array<int, resource_count>, std::uint32_t> numbers;
  std::vector<double> members;
  for (const auto& mover : movers) {
    const auto number =
        numbers.try_emplace(cell(mover.amounts, mean), static_cast<std::uint32_t>(numbers.size()))
            .first->second;
    if (number == flavours_.size()) {
      flavours_.emplace_back();
      members.push_back(0);
    }
    flavour_of_.push_back(number);
    flavours_[number].mean = flavours_[number].mean + mover.amounts;
    ++members[number];
  }
  for (std::size_t f = 0; f < flavours_.size(); ++f)
    for (auto& amount : flavours_[f].mean) amount /= members[f];
}

std::span<const NodeIndex> Destinations::few(MoverIndex mover) {
  if (all_.size() <= kept) return all_;
  auto& flavour = flavours_[flavour_of_[mover]];
  if (flavour.best.empty() || ++flavour.age > lasting) look(flavour);
  return flavour.best;
}

void Destinations::look(Flavour& flavour) {
  ranked_.clear();
  for (const auto n : all_) ranked_.emplace_back(spread_.shift(n, flavour.mean), n);
  std::ranges::nth_element(ranked_, ranked_.begin() + kept);
  flavour.best.clear();
  for (std::size_t i = 0; i < kept; ++i) flavour.best.push_back(ranked_[i].second);
  std::ranges::sort(flavour.best);
  flavour.age = 0;
}

}  // namespace haxen::planner

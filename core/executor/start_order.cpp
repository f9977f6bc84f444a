// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how long each link will be busy.
#include "executor/start_order.hpp"

#include <algorithm>
#include <limits>
#include <map>

namespace haxen::executor {

StartOrder::StartOrder(const model::Fleet& fleet, const std::vector<model::Move>& moves) : moves_(moves) {
  enum class Way { out, in };
  std::map<std::pair<NodeName, Way>, std::size_t> numbers;
  const auto number = [&](const NodeName& name, Way way) {
    const auto [entry, is_new] = numbers.try_emplace({name, way}, links_.size());
    if (is_new) {
      const auto* node = model::find_node(fleet, name);
      auto& link = links_.emplace_back();
      if (node != nullptr && node->link) link.rate = node->link->bytes_per_second;
    }
    return entry->second;
  };
  for (const auto& move : moves) {
    ends_.emplace_back(number(move.from, Way::out), number(move.to, Way::in));
    const auto* vm = model::find_vm(fleet, move.vm);
    priority_.push_back(vm != nullptr ? vm->policy.priority : 0);
    left_.push_back(0);
    set_left(left_.size() - 1, move.memory);
  }
  measure_chains();
}

void StartOrder::set_left(std::size_t move, Bytes left) {
  const auto bytes = static_cast<double>(left.count);
  links_[ends_[move].first].to_come += bytes - left_[move];
  links_[ends_[move].second].to_come += bytes - left_[move];
  left_[move] = bytes;
}

/// Zero where a link is not known.
double StartOrder::own_time(std::size_t move) const {
  constexpr auto unknown = std::numeric_limits<double>::infinity();
  return left_[move] / std::min(links_[ends_[move].first].rate.value_or(unknown),
                                links_[ends_[move].second].rate.value_or(unknown));
}

// A move only ever waits for earlier ones.
void StartOrder::measure_chains() {
  chain_.resize(moves_.size());
  for (std::size_t move = moves_.size(); move-- > 0;) {
    for (const auto before : moves_[move].after)
      chain_[before] = std::max(chain_[before], chain_[move] + own_time(move));
  }
}

StartOrder::Urgency StartOrder::urgency(std::size_t move) const {
  const auto busy_for = [](const Link& link) { return link.rate ? link.to_come / *link.rate : 0; };
  const auto [less, more] =
      std::minmax({busy_for(links_[ends_[move].first]), busy_for(links_[ends_[move].second])});
  const auto own = own_time(move);
  return {priority_[move], std::max(more, own + chain_[move]), less, own};
}

std::size_t StartOrder::first(const std::vector<std::size_t>& ready) const {
  return *std::ranges::max_element(ready, {}, [this](std::size_t move) { return urgency(move); });
}

}  // namespace haxen::executor

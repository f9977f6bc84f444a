// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how streams share the links that they pass.
#include "simulation/sharing.hpp"

#include <functional>
#include <queue>
#include <utility>

namespace haxen::simulation {

namespace {

struct Link {
  double left = 0;
  std::vector<std::size_t> streams;
  std::size_t open = 0;  // streams whose rate is not fixed yet
  double share() const { return left / static_cast<double>(open); }
};

std::vector<Link> links_of(const std::vector<double>& capacities, const std::vector<Path>& streams) {
  std::vector<Link> links(capacities.size());
  for (std::size_t i = 0; i < links.size(); ++i) links[i].left = capacities[i];
  for (std::size_t stream = 0; stream < streams.size(); ++stream) {
    for (const auto link : streams[stream]) {
      links[link].streams.push_back(stream);
      ++links[link].open;
    }
  }
  return links;
}

}  // namespace

std::vector<double> fair_rates(const std::vector<double>& capacities, const std::vector<Path>& streams) {
  using Entry = std::pair<double, std::size_t>;
  constexpr double open = -1;
  auto links = links_of(capacities, streams);
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> narrowest;
  for (std::size_t i = 0; i < links.size(); ++i) {
    if (links[i].open > 0) narrowest.emplace(links[i].share(), i);
  }

  std::vector<double> rates(streams.size(), open);
  while (!narrowest.empty()) {
    const auto [share, index] = narrowest.top();
    narrowest.pop();
    // An entry is out of date when streams of its link were fixed since; the link was queued anew then.
    if (links[index].open == 0 || links[index].share() > share) continue;
    for (const auto stream : links[index].streams) {
      if (rates[stream] != open) continue;
      rates[stream] = share;
      for (const auto passed : streams[stream]) {
        auto& link = links[passed];
        link.left -= share;
        if (--link.open > 0 && passed != index) narrowest.emplace(link.share(), passed);
      }
    }
  }
  return rates;
}

}  // namespace haxen::simulation

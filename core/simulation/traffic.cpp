// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the memory streams under way.
#include "simulation/traffic.hpp"

#include <algorithm>
#include <cmath>

namespace haxen::simulation {

void Traffic::add_links(const Site& site, Bandwidth each_way) {
  if (!sites_.try_emplace(site, sites_.size()).second) return;
  capacities_.insert(capacities_.end(), 2, each_way.bytes_per_second);
  users_.resize(capacities_.size());
}

Path Traffic::path_of(const Site& from, const Site& to) const {
  return {2 * sites_.at(from), 2 * sites_.at(to) + 1};
}

Traffic::Id Traffic::open(const Site& from, const Site& to) {
  const Id id = next_++;
  streams_[id] = {.from = from, .to = to, .path = path_of(from, to)};
  return id;
}

void Traffic::close(Id id) {
  const auto found = streams_.find(id);
  if (found == streams_.end()) return;
  const auto stream = std::move(found->second);
  due_.erase({stream.due, id});
  streams_.erase(found);
  if (!stream.sharing) return;
  for (const auto link : stream.path) users_[link].erase(id);
  share_anew(stream.path);
}

void Traffic::send(Id id, double bytes, std::function<void()> drained) {
  auto& stream = streams_.at(id);
  stream.left = bytes;
  stream.settled = loop_.now();
  stream.drained = std::move(drained);
  const bool may_share = network_.connected(stream.from, stream.to);
  if (may_share == stream.sharing) {
    schedule(id, stream);
    return;
  }
  stream.sharing = may_share;
  if (may_share) {
    for (const auto link : stream.path) users_[link].insert(id);
  }
  share_anew(stream.path);
  schedule(id, stream);
}

double Traffic::left(Id id) const {
  const auto& stream = streams_.at(id);
  const double moved = stream.rate * Seconds(loop_.now() - stream.settled).count();
  return std::max(0.0, stream.left - moved);
}

double Traffic::rate(Id id) const { return streams_.at(id).rate; }

void Traffic::refresh() {
  for (auto& [id, stream] : streams_) {
    const bool may_share = stream.drained && network_.connected(stream.from, stream.to);
    if (may_share == stream.sharing) continue;
    stream.sharing = may_share;
    for (const auto link : stream.path) {
      if (may_share) {
        users_[link].insert(id);
      } else {
        users_[link].erase(id);
      }
    }
    if (!may_share) set_rate(id, stream, 0);
    share_anew(stream.path);
  }
}

// All streams whose rate can depend on what uses these links: those that pass them, and so on through their
// other links.
std::vector<Traffic::Id> Traffic::neighbours(const Path& path) const {
  std::set<Id> found;
  std::set<std::size_t> seen(path.begin(), path.end());
  Path open = path;
  while (!open.empty()) {
    const auto link = open.back();
    open.pop_back();
    for (const auto id : users_[link]) {
      if (!found.insert(id).second) continue;
      for (const auto other : streams_.at(id).path) {
        if (seen.insert(other).second) open.push_back(other);
      }
    }
  }
  return {found.begin(), found.end()};
}

void Traffic::share_anew(const Path& path) {
  const auto ids = neighbours(path);
  std::map<std::size_t, std::size_t> index;
  std::vector<double> capacities;
  std::vector<Path> paths;
  for (const auto id : ids) {
    auto& local = paths.emplace_back();
    for (const auto link : streams_.at(id).path) {
      const auto [entry, is_new] = index.try_emplace(link, capacities.size());
      if (is_new) capacities.push_back(capacities_[link]);
      local.push_back(entry->second);
    }
  }
  const auto rates = fair_rates(capacities, paths);
  for (std::size_t i = 0; i < ids.size(); ++i) set_rate(ids[i], streams_.at(ids[i]), rates[i]);
}

void Traffic::settle(Stream& stream) {
  const double moved = stream.rate * Seconds(loop_.now() - stream.settled).count();
  stream.left = std::max(0.0, stream.left - moved);
  stream.settled = loop_.now();
}

void Traffic::set_rate(Id id, Stream& stream, double rate) {
  if (rate == stream.rate) return;
  settle(stream);
  stream.rate = rate;
  schedule(id, stream);
}

void Traffic::schedule(Id id, Stream& stream) {
  due_.erase({stream.due, id});
  stream.due = Time::max();
  if (!stream.drained || stream.rate <= 0) return;
  // Rounded up to the clock's step, so that at its time everything is through.
  const double ticks = std::ceil(stream.left / stream.rate * 1e9);
  stream.due = stream.settled + std::chrono::nanoseconds(static_cast<std::int64_t>(ticks));
  due_.insert({stream.due, id});
  arm();
}

void Traffic::arm() {
  if (due_.empty() || due_.begin()->first >= armed_) return;
  armed_ = due_.begin()->first;
  loop_.at(armed_, [this, when = armed_, alive = std::weak_ptr(alive_)] {
    if (alive.expired() || when != armed_) return;
    armed_ = Time::max();
    drain_due();
    arm();
  });
}

void Traffic::drain_due() {
  while (!due_.empty() && due_.begin()->first <= loop_.now()) {
    const auto id = due_.begin()->second;
    due_.erase(due_.begin());
    auto& stream = streams_.at(id);
    stream.left = 0;
    stream.settled = loop_.now();
    stream.due = Time::max();
    const auto drained = std::exchange(stream.drained, {});
    drained();
  }
}

}  // namespace haxen::simulation

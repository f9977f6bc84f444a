// SPDX-License-Identifier: GPL-2.0-or-later
// Knows who can reach whom, and carries messages.
#include "simulation/network.hpp"

#include <algorithm>

namespace haxen::simulation {

std::optional<Time> Network::silent_since(const Site& a, const Site& b) const {
  std::optional<Time> since;
  const auto take = [&since](Time when) { since = since ? std::min(*since, when) : when; };
  if (const auto cut = cuts_.find(pair_of(a, b)); cut != cuts_.end()) take(cut->second.since);
  for (const auto& site : {a, b}) {
    if (const auto dark = dark_.find(site); dark != dark_.end()) take(dark->second);
  }
  return since;
}

bool Network::connected(const Site& a, const Site& b) const { return !silent_since(a, b); }

void Network::send(const Site& from, const Site& to, std::function<void()> arrive) {
  Message message{from, to, std::move(arrive)};
  carry(std::move(message));
}

// What meets a machine without power is lost; what meets a cut waits.
void Network::carry(Message message) {
  if (dark_.contains(message.from) || dark_.contains(message.to)) return;
  if (connected(message.from, message.to)) {
    deliver(std::move(message));
  } else {
    held_.push_back(std::move(message));
  }
}

void Network::deliver(Message message) {
  const Duration latency =
      message.from == message.to ? Duration{} : dice_.about(timings_.latency, timings_.jitter);
  auto& latest = latest_[Pair(message.from, message.to)];
  latest = std::max(latest, loop_.now() + latency);
  loop_.at(latest, [this, alive = std::weak_ptr(alive_), message = std::move(message)]() mutable {
    if (alive.expired()) return;
    if (connected(message.from, message.to)) {
      message.arrive();
    } else {
      carry(std::move(message));
    }
  });
}

void Network::retry() {
  for (auto& message : std::exchange(held_, {})) carry(std::move(message));
}

void Network::cut(const Site& a, const Site& b) {
  auto& cut = cuts_[pair_of(a, b)];
  if (cut.times++ == 0) cut.since = loop_.now();
  watcher_(a, b);
}

void Network::mend(const Site& a, const Site& b) {
  const auto cut = cuts_.find(pair_of(a, b));
  if (cut == cuts_.end() || --cut->second.times > 0) return;
  cuts_.erase(cut);
  retry();
  watcher_(a, b);
}

void Network::darken(const Site& site) {
  dark_.try_emplace(site, loop_.now());
  std::erase_if(held_, [&site](const Message& each) { return each.from == site || each.to == site; });
  watcher_(site, site);
}

void Network::lighten(const Site& site) {
  if (dark_.erase(site) > 0) watcher_(site, site);
}

}  // namespace haxen::simulation

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what all things of one simulated world share.
#include "simulation/ground.hpp"

#include <algorithm>

#include "simulation/machine.hpp"

namespace haxen::simulation {

Ground::Ground(Loop& outer, Setup told)
    : loop(outer),
      setup(std::move(told)),
      dice(setup.seed),
      network(loop, setup.timings, dice),
      traffic(loop, network),
      witness(loop) {
  network.watch([this](const Site& a, const Site& b) { network_changed(a, b); });
}

Ground::~Ground() = default;

Machine* Ground::find_machine(const NodeName& node) {
  const auto found = machines.find(node);
  return found == machines.end() ? nullptr : found->second.get();
}

void Ground::later(Duration wait, std::function<void()> deed) {
  loop.at(loop.now() + wait, [alive = std::weak_ptr(alive_), deed = std::move(deed)] {
    if (!alive.expired()) deed();
  });
}

void Ground::network_changed(const Site& a, const Site& b) {
  traffic.refresh();
  std::erase_if(streams, [](const auto& each) { return each.expired(); });
  for (const auto& each : std::vector(streams)) {
    if (const auto stream = each.lock()) stream->network_changed();
  }
  std::erase_if(lines, [](const auto& each) { return each.expired(); });
  for (const auto& each : std::vector(lines)) {
    const auto line = each.lock();
    const auto touches = [&line](const Site& site) {
      return line->client() == site || line->server() == site;
    };
    if (line && touches(a) && touches(b)) way_changed(line);
  }
}

void Ground::way_changed(const Line& line) {
  const auto since = network.silent_since(line->client(), line->server());
  if (!since) {
    line->probe();
    return;
  }
  later(setup.timings.keepalive, [this, since, silent = std::weak_ptr(line)] {
    const auto still = silent.lock();
    if (still && network.silent_since(still->client(), still->server()) == since) still->give_up();
  });
}

Task<void> pass(Ground& ground, Loop& process, Step step) {
  if (!ground.reached(step)) co_return;
  // Set after what is due: a zero sleep of the inner loop could end before it.
  const auto past = std::make_shared<Event>(process);
  ground.soon([waiting = std::weak_ptr(past)] {
    if (const auto still = waiting.lock()) still->set();
  });
  Event& moment = *past;
  co_await moment;
}

}  // namespace haxen::simulation

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what crises are made of.
#include "crisis.hpp"

#include <array>
#include <fmt/format.h>
#include <stdexcept>
#include <string_view>

#include "simulation/dice.hpp"

namespace haxen::crises {

namespace {

using simulation::Dice;
using namespace std::chrono_literals;

constexpr std::array<std::string_view, 5> lengths{"5s", "20s", "45s", "120s", "300s"};

std::string some_length(Dice& dice) { return std::string(lengths.at(dice.below(lengths.size()))); }

// Whether guests write faster than they can be moved, so that the disaster may find them in a post-copy.
enum class Guests { quiet, wild };

std::string invent_fleet(Dice& dice, unsigned nodes, bool may_lie, Guests guests) {
  std::string text;
  for (unsigned node = 1; node <= nodes; ++node) text += fmt::format("node n{} 16GiB\n", node);
  const auto device = dice.below(5);
  if (device == 0) text += "fence n1 fails\n";
  if (device == 1 && may_lie) text += "fence n1 lies\n";
  const auto vms = 1 + dice.below(5);
  const auto others = dice.below(4);
  for (unsigned vm = 1; vm <= vms + others; ++vm) {
    const auto node = vm <= vms ? 1 : 2 + dice.below(nodes - 1);
    text += fmt::format("vm vm{} n{} {}MiB", vm, node, 128 * (1 + dice.below(8)));
    const auto kind = dice.below(10);
    if (kind < 3) text += " autostart";
    if (kind == 3) text += " off";
    if (kind == 4) text += " transient";
    if (guests == Guests::wild && kind != 3) text += " busy 200MB/s";
    text += "\n";
  }
  return text;
}

std::string alone(const std::string& when, unsigned nodes, const std::string& length) {
  auto text = fmt::format("at {}: cut operator n1 for {}\nat {}: cut elsewhere n1 for {}\n", when, length,
                          when, length);
  for (unsigned node = 2; node <= nodes; ++node)
    text += fmt::format("at {}: cut n1 n{} for {}\n", when, node, length);
  return text;
}

std::string cut_off(const std::string& when, unsigned nodes, const std::string& length) {
  std::string text;
  for (unsigned node = 1; node <= nodes; ++node)
    text += fmt::format("at {}: cut operator n{} for {}\n", when, node, length);
  return text;
}

/// What befalls n1.
std::string invent_disaster(Dice& dice, unsigned kind, unsigned nodes, Guests guests) {
  const auto when = fmt::format("{}ms", 3000 + dice.below(guests == Guests::wild ? 90'000 : 9000));
  const auto length = some_length(dice);
  switch (kind) {
    case 0: return alone(when, nodes, length);
    case 1: return cut_off(when, nodes, length);
    case 2: return fmt::format("at {}: cut operator n1 for {}\n", when, length);
    case 3: return fmt::format("at {}: cut power at n1 for {}\n", when, length);
    default: return fmt::format("at {}: cut power at n1\n", when);
  }
}

std::string invent_more(Dice& dice, unsigned nodes) {
  const auto other = 2 + dice.below(nodes - 1);
  const auto when = fmt::format("at {}ms: ", 10'000 + dice.below(60'000));
  switch (dice.below(6)) {
    case 0: return when + fmt::format("restart daemon at n{}\n", other);
    case 1: return when + fmt::format("exhaust memory at n{} for {}\n", other, some_length(dice));
    case 2: return when + fmt::format("cut operator n{} for {}\n", other, some_length(dice));
    default: return when + "kill haxen\n";
  }
}

}  // namespace

Crisis invent(std::uint64_t seed) {
  Dice dice(seed);
  Crisis crisis;
  crisis.seed = seed;
  const auto nodes = static_cast<unsigned>(3 + dice.below(3));
  const auto kind = static_cast<unsigned>(dice.below(8));
  const auto guests = dice.below(4) == 0 ? Guests::wild : Guests::quiet;
  crisis.texts.fleet = invent_fleet(dice, nodes, kind != 0, guests);
  crisis.texts.faults = invent_disaster(dice, kind, nodes, guests);
  for (auto left = dice.below(3); left > 0; --left) crisis.texts.faults += invent_more(dice, nodes);
  crisis.texts.commands = "ledger sync\n";
  const auto company = dice.below(10);
  if (company < 3 || guests == Guests::wild)
    crisis.neighbour = "drain n1 --on-blocked skip --allow-postcopy";
  else if (company < 5)
    crisis.neighbour = "failover n1";
  else if (company == 5)
    crisis.neighbour = "undrain n1";
  crisis.neighbour_begins = std::chrono::milliseconds(1000 + dice.below(company < 3 ? 8000 : 20'000));
  crisis.help_begins =
      std::chrono::milliseconds(4000 + dice.below(guests == Guests::wild ? 110'000 : 20'000));
  constexpr std::array<Duration, 5> some{0s, 1s, 10s, 45s, 100s};
  for (int i = 0; i < 3; ++i) crisis.pauses.push_back(some.at(dice.below(some.size())));
  auto parsed = scenario::parse(crisis.texts);
  if (!parsed) throw std::logic_error(parsed.error().message);
  crisis.scenario = std::move(*parsed);
  crisis.scenario.setup.seed = seed;
  crisis.scenario.setup.autostart = true;
  crisis.scenario.setup.guards = true;
  return crisis;
}

std::string to_string(const Crisis& crisis) {
  auto text = fmt::format("seed {}\n--- fleet\n{}--- faults\n{}", crisis.seed, crisis.texts.fleet,
                          crisis.texts.faults);
  if (crisis.neighbour)
    text += fmt::format("from {:.2f} s on beside it: {}\n", Seconds(crisis.neighbour_begins).count(),
                        *crisis.neighbour);
  return text;
}

}  // namespace haxen::crises

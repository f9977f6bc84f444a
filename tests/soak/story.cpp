// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what stories are made of.
#include "story.hpp"

#include <array>
#include <fmt/format.h>
#include <stdexcept>
#include <string_view>

#include "simulation/dice.hpp"

namespace haxen::soak {

namespace {

using simulation::Dice;
using namespace std::chrono_literals;

template <std::size_t count>
std::string one_of(Dice& dice, const std::array<std::string_view, count>& words) {
  return std::string(words.at(dice.below(count)));
}

bool happens(Dice& dice, double share) { return dice.share() < share; }

constexpr std::array<std::string_view, 5> phases{"begin", "prepare", "perform", "finish", "confirm"};
constexpr std::array<std::string_view, 4> moments{"before", "at", "replying", "after"};
// Shorter and longer than keepalive, than the proof's patience, and than what counts as no progress.
constexpr std::array<std::string_view, 8> lengths{"1s", "5s", "20s", "35s", "45s", "70s", "120s", "300s"};
// The more likely ones stand there more often. S and T become the ends of a migration, or the names of two
// nodes.
constexpr std::array<std::string_view, 28> deeds{"restart daemon at S",
                                                 "restart daemon at S",
                                                 "restart daemon at S",
                                                 "restart daemon at T",
                                                 "restart daemon at T",
                                                 "restart daemon at T",
                                                 "kill haxen",
                                                 "kill haxen",
                                                 "kill haxen",
                                                 "kill haxen",
                                                 "kill haxen",
                                                 "cut S T for L",
                                                 "cut S T for L",
                                                 "cut S T for L",
                                                 "cut operator S for L",
                                                 "cut operator S for L",
                                                 "cut operator T for L",
                                                 "cut operator T for L",
                                                 "kill qemu of V at T",
                                                 "kill qemu of V at T",
                                                 "kill qemu of V at S",
                                                 "exhaust memory at T",
                                                 "exhaust memory at T",
                                                 "power off guest V",
                                                 "power off guest V",
                                                 "cut power at T for 60s",
                                                 "cut power at T for 60s",
                                                 "cut power at S for 60s"};

struct Cast {
  unsigned nodes = 3;
  unsigned vms = 1;  // on n1
};

void replace(std::string& text, std::string_view word, const std::string& by) {
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + by.size()))
    text.replace(at, word.size(), by);
}

std::string invent_fault(Dice& dice, const Cast& cast) {
  auto deed = " " + one_of(dice, deeds);
  const auto vm = fmt::format("vm{}", 1 + dice.below(cast.vms));
  const auto other = fmt::format(" n{}", 2 + dice.below(cast.nodes - 1));
  replace(deed, " L", " " + one_of(dice, lengths));
  if (happens(dice, 0.12)) {
    replace(deed, " S", " n1");
    replace(deed, " T", other);
    replace(deed, " V", " " + vm);
    return fmt::format("at {}ms:{}", dice.below(30'000), deed);
  }
  const bool named = happens(dice, 0.6);
  replace(deed, " S", " source");
  replace(deed, " T", " target");
  replace(deed, " of V", "");
  replace(deed, " V", "");
  return fmt::format("{} {}{}:{}", one_of(dice, moments), one_of(dice, phases), named ? " of " + vm : "",
                     deed);
}

std::string invent_vm(Dice& dice, unsigned number, const std::string& node) {
  auto line = fmt::format("vm vm{} {} {}MiB", number, node, 128 * (1 + dice.below(8)));
  if (happens(dice, 0.3)) line += fmt::format(" busy {}MB/s", 5 * (1 + dice.below(8)));
  if (happens(dice, 0.15)) return line + " transient";
  if (happens(dice, 0.3)) line += " autostart";
  if (happens(dice, 0.1)) return line + " off";
  return happens(dice, 0.1) ? line + fmt::format(" disk {}MiB", 256 * (1 + dice.below(8))) : line;
}

std::string invent_fleet(Dice& dice, const Cast& cast) {
  std::string text;
  for (unsigned node = 1; node <= cast.nodes; ++node)
    text += fmt::format("node n{} 16GiB storage 64GiB\n", node);
  for (unsigned vm = 1; vm <= cast.vms; ++vm) text += invent_vm(dice, vm, "n1") + "\n";
  const auto elsewhere = dice.below(4);
  for (unsigned vm = 1; vm <= elsewhere; ++vm)
    text += invent_vm(dice, cast.vms + vm, fmt::format("n{}", 2 + dice.below(cast.nodes - 1))) + "\n";
  return happens(dice, 0.3) ? text + "no peers\n" : text;
}

std::string invent_faults(Dice& dice, const Cast& cast) {
  constexpr std::array<unsigned, 10> counts{0, 1, 1, 1, 1, 2, 2, 2, 3, 3};
  std::string text;
  for (auto left = counts.at(dice.below(counts.size())); left > 0; --left)
    text += invent_fault(dice, cast) + "\n";
  return text;
}

std::vector<Duration> invent_pauses(Dice& dice) {
  constexpr std::array<Duration, 6> some{0s, 0s, 1s, 10s, 45s, 100s};
  std::vector<Duration> pauses;
  for (int i = 0; i < 3; ++i) pauses.push_back(some.at(dice.below(some.size())));
  return pauses;
}

constexpr auto wild = "wild";

// A guest that writes faster than any link is, so that only post-copy gets it over, and what goes wrong about
// the time when that has begun.
void invent_postcopy(Dice& dice, const Cast& cast, Story& story) {
  story.texts.fleet += fmt::format("vm {} n1 {}MiB busy 200MB/s\n", wild, 128 * (1 + dice.below(8)));
  story.drain += " --allow-postcopy";
  auto deed = " " + one_of(dice, deeds);
  replace(deed, " L", " " + one_of(dice, lengths));
  replace(deed, " S", " n1");
  replace(deed, " T", fmt::format(" n{}", 2 + dice.below(cast.nodes - 1)));
  replace(deed, " V", fmt::format(" {}", wild));
  story.texts.faults += fmt::format("at {}s:{}\n", 5 + dice.below(300), deed);
}

}  // namespace

Story invent(std::uint64_t seed) {
  Dice dice(seed);
  Story story;
  story.seed = seed;
  Cast cast;
  cast.nodes = static_cast<unsigned>(3 + dice.below(4));
  cast.vms = static_cast<unsigned>(1 + dice.below(6));
  story.texts.fleet = invent_fleet(dice, cast);
  story.texts.faults = invent_faults(dice, cast);
  const bool with_all = story.texts.fleet.find(" disk ") != std::string::npos;
  story.drain = with_all ? "drain n1 --copy-storage" : "drain n1";
  if (happens(dice, 0.3)) story.drain += " --with-stopped";
  // By other dice, so that all the other stories stay what they are.
  Dice more(~seed);
  const bool is_wild = happens(more, 0.1) && story.texts.fleet.find("no peers") == std::string::npos;
  if (is_wild) invent_postcopy(more, cast, story);
  story.texts.commands = story.drain + "\n";
  if (happens(dice, 0.15)) story.neighbour = "drain n2";
  story.pauses = invent_pauses(dice);
  auto parsed = scenario::parse(story.texts);
  if (!parsed) throw std::logic_error(parsed.error().message);
  story.scenario = std::move(*parsed);
  story.scenario.setup.seed = seed;
  if (is_wild) {
    for (const auto& vm : story.scenario.fleet.vms)
      if (vm.name.str() == wild) story.wild = vm.uuid;
    return story;
  }
  if (happens(dice, 0.3)) story.scenario.config.defaults.hand_over = model::HandOver::confirmed;
  return story;
}

bool is_confirmed(const Story& story) {
  return story.scenario.config.defaults.hand_over == model::HandOver::confirmed;
}

std::string to_string(const Story& story) {
  auto text = fmt::format("seed {}\n--- fleet\n{}--- faults\n{}--- commands\n{}", story.seed,
                          story.texts.fleet, story.texts.faults, story.texts.commands);
  if (is_confirmed(story)) text += "every hand-over confirmed\n";
  if (story.neighbour) text += "beside it: " + *story.neighbour + "\n";
  return text;
}

}  // namespace haxen::soak

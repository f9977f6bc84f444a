// SPDX-License-Identifier: GPL-2.0-or-later
// Plays invented stories and says which promises were broken in them.
//
// usage: soak --seeds FROM-TO    plays and judges; of a story in which a promise was broken, all of it
//        soak --story SEED       tells one story, whatever came of it
#include <charconv>
#include <iostream>
#include <string>

#include "judge.hpp"
#include "story.hpp"
#include "trial.hpp"

namespace {

using haxen::soak::Story;
using haxen::soak::Trial;

struct Sums {
  std::uint64_t stories = 0;
  std::uint64_t broken = 0;
  std::uint64_t runs = 0;
  std::uint64_t killed = 0;
  std::uint64_t unproven = 0;
  std::uint64_t doubled = 0;
  haxen::Seconds longest{};
};

bool tells_unproven(const haxen::soak::Run& run) {
  if (!run.told) return false;
  for (const auto& move : run.told->outcome.moves)
    if (move.result == haxen::model::MoveResult::unproven) return true;
  return false;
}

void count(Sums& sums, const Trial& trial) {
  ++sums.stories;
  for (const auto& run : trial.runs) {
    ++sums.runs;
    if (!run.told) ++sums.killed;
    if (tells_unproven(run)) ++sums.unproven;
    sums.longest = std::max(sums.longest, run.ended - run.began);
  }
  if (!trial.truth.doubled.empty()) ++sums.doubled;
}

void tell(const Story& story, const Trial& trial) {
  std::cout << to_string(story) << "--- what haxen said\n"
            << trial.script << "--- what happened\n"
            << trial.log;
}

void play(std::uint64_t seed, bool aloud, Sums& sums) {
  const auto story = haxen::soak::invent(seed);
  const auto trial = haxen::soak::play(story);
  const auto broken = haxen::soak::judge(story, trial);
  count(sums, trial);
  if (aloud || !broken.empty()) tell(story, trial);
  for (const auto& each : broken) std::cout << "BROKEN seed " << seed << ": " << each << "\n";
  if (!broken.empty()) {
    ++sums.broken;
    std::cout << "\n";
  }
}

std::uint64_t number(const std::string& text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string how = argc == 3 ? argv[1] : "";
  const std::string which = argc == 3 ? argv[2] : "";
  const auto dash = which.find('-');
  Sums sums;
  if (how == "--story") {
    play(number(which), true, sums);
  } else if (how == "--seeds" && dash != std::string::npos) {
    for (auto seed = number(which.substr(0, dash)); seed <= number(which.substr(dash + 1)); ++seed)
      play(seed, false, sums);
  } else {
    std::cerr << "usage: soak --seeds FROM-TO | --story SEED\n";
    return 2;
  }
  std::cout << sums.stories << " stories, " << sums.runs << " runs (" << sums.killed << " killed, "
            << sums.unproven << " ended with a VM not proven), the longest " << sums.longest.count()
            << " s; in " << sums.doubled << " stories a VM ran twice by libvirt's doing; promises broken in "
            << sums.broken << "\n";
  return sums.broken == 0 ? 0 : 1;
}

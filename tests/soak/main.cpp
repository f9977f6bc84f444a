// SPDX-License-Identifier: GPL-2.0-or-later
// Plays invented stories and says which promises were broken in them.
//
// usage: soak --seeds FROM-TO    plays and judges; of a story in which a promise was broken, all of it
//        soak --story SEED       tells one story, whatever came of it
#include <iostream>
#include <string>

#include "judge.hpp"
#include "seeds.hpp"
#include "story.hpp"
#include "trial.hpp"

namespace {

using haxen::scenario::Telling;
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

void play(std::uint64_t seed, Telling telling, Sums& sums) {
  const auto story = haxen::soak::invent(seed);
  const auto trial = haxen::soak::play(story);
  const auto broken = haxen::soak::judge(story, trial);
  count(sums, trial);
  if (telling == Telling::always || !broken.empty()) tell(story, trial);
  for (const auto& each : broken) std::cout << "BROKEN seed " << seed << ": " << each << "\n";
  if (!broken.empty()) {
    ++sums.broken;
    std::cout << "\n";
  }
}

}  // namespace

int main(int argc, char** argv) {
  Sums sums;
  const auto one = [&sums](std::uint64_t seed, Telling telling) { play(seed, telling, sums); };
  if (!haxen::scenario::play_seeds(argc, argv, "story", one)) return 2;
  std::cout << sums.stories << " stories, " << sums.runs << " runs (" << sums.killed << " killed, "
            << sums.unproven << " ended with a VM not proven), the longest " << sums.longest.count()
            << " s; in " << sums.doubled << " stories a VM ran twice by libvirt's doing; promises broken in "
            << sums.broken << "\n";
  return sums.broken == 0 ? 0 : 1;
}

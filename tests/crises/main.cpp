// SPDX-License-Identifier: GPL-2.0-or-later
// Plays invented crises and says which promises were broken in them.
//
// usage: crises --seeds FROM-TO    plays and judges; of a crisis in which a promise was broken, all of it
//        crises --crisis SEED      tells one, whatever came of it
#include <iostream>
#include <string>

#include "crisis.hpp"
#include "judge.hpp"
#include "seeds.hpp"
#include "trial.hpp"

namespace {

using namespace haxen::crises;
using haxen::scenario::Telling;

struct Sums {
  std::uint64_t crises = 0;
  std::uint64_t broken = 0;
  std::uint64_t runs = 0;
  std::uint64_t killed = 0;
  std::uint64_t refused = 0;
  std::uint64_t started = 0;
};

void count(Sums& sums, const Trial& trial) {
  ++sums.crises;
  for (const auto& run : trial.runs) {
    ++sums.runs;
    if (!run.told) {
      if (run.command != "ledger sync") ++sums.killed;
      continue;
    }
    if (run.told->how == haxen::operation::Ending::refused) ++sums.refused;
    for (const auto& start : run.told->outcome.starts)
      if (start.result == haxen::model::StartResult::running) ++sums.started;
  }
}

void play(std::uint64_t seed, Telling telling, Sums& sums) {
  const auto crisis = invent(seed);
  const auto trial = play(crisis);
  const auto broken = judge(crisis, trial);
  count(sums, trial);
  if (telling == Telling::always || !broken.empty())
    std::cout << to_string(crisis) << "--- what haxen said\n"
              << trial.script << "--- what happened\n"
              << trial.log;
  for (const auto& each : broken) std::cout << "BROKEN seed " << seed << ": " << each << "\n";
  if (!broken.empty()) ++sums.broken;
}

}  // namespace

int main(int argc, char** argv) {
  Sums sums;
  const auto one = [&sums](std::uint64_t seed, Telling telling) { play(seed, telling, sums); };
  if (!haxen::scenario::play_seeds(argc, argv, "crisis", one)) return 2;
  std::cout << sums.crises << " crises, " << sums.runs << " runs (" << sums.killed << " killed, "
            << sums.refused << " refused), " << sums.started << " VMs started; promises broken in "
            << sums.broken << "\n";
  return sums.broken == 0 ? 0 : 1;
}

// SPDX-License-Identifier: GPL-2.0-or-later
// Plays invented crises and says which promises were broken in them.
//
// usage: crises --seeds FROM-TO    plays and judges; of a crisis in which a promise was broken, all of it
//        crises --crisis SEED      tells one, whatever came of it
#include <charconv>
#include <iostream>
#include <string>

#include "crisis.hpp"
#include "judge.hpp"
#include "trial.hpp"

namespace {

using namespace haxen::crises;

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

void play(std::uint64_t seed, bool aloud, Sums& sums) {
  const auto crisis = invent(seed);
  const auto trial = play(crisis);
  const auto broken = judge(crisis, trial);
  count(sums, trial);
  if (aloud || !broken.empty())
    std::cout << to_string(crisis) << "--- what haxen said\n"
              << trial.script << "--- what happened\n"
              << trial.log;
  for (const auto& each : broken) std::cout << "BROKEN seed " << seed << ": " << each << "\n";
  if (!broken.empty()) ++sums.broken;
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
  if (how == "--crisis") {
    play(number(which), true, sums);
  } else if (how == "--seeds" && dash != std::string::npos) {
    for (auto seed = number(which.substr(0, dash)); seed <= number(which.substr(dash + 1)); ++seed)
      play(seed, false, sums);
  } else {
    std::cerr << "usage: crises --seeds FROM-TO | --crisis SEED\n";
    return 2;
  }
  std::cout << sums.crises << " crises, " << sums.runs << " runs (" << sums.killed << " killed, "
            << sums.refused << " refused), " << sums.started << " VMs started; promises broken in "
            << sums.broken << "\n";
  return sums.broken == 0 ? 0 : 1;
}

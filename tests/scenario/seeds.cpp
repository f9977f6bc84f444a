// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a program that invents its cases by number is called.
#include "seeds.hpp"

#include <charconv>
#include <iostream>

namespace haxen::scenario {

namespace {

std::uint64_t number(const std::string& text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

bool play_seeds(int argc, char** argv, const std::string& one,
                const std::function<void(std::uint64_t, Telling)>& play) {
  const std::string how = argc == 3 ? argv[1] : "";
  const std::string which = argc == 3 ? argv[2] : "";
  const auto dash = which.find('-');
  if (how == "--" + one) {
    play(number(which), Telling::always);
    return true;
  }
  if (how != "--seeds" || dash == std::string::npos) {
    std::cerr << "usage: " << argv[0] << " --seeds FROM-TO | --" << one << " SEED\n";
    return false;
  }
  for (auto seed = number(which.substr(0, dash)); seed <= number(which.substr(dash + 1)); ++seed)
    play(seed, Telling::if_broken);
  return true;
}

}  // namespace haxen::scenario

// SPDX-License-Identifier: GPL-2.0-or-later
// Plays one scenario and holds its script against the expected one.
//
// usage: scenario DIRECTORY    with HAXEN_ACCEPT=1 the script becomes the expected one
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

#include "scenario.hpp"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: scenario DIRECTORY\n";
    return 2;
  }
  const std::filesystem::path directory = argv[1];
  const auto scenario = haxen::scenario::read(directory);
  if (!scenario) {
    std::cerr << directory << ": " << scenario.error().message << "\n";
    return 2;
  }
  const auto script = haxen::scenario::play(*scenario);
  if (std::getenv("HAXEN_ACCEPT") != nullptr) {
    std::ofstream(directory / "expected") << script;
    return 0;
  }
  std::ifstream file(directory / "expected");
  const std::string expected{std::istreambuf_iterator<char>(file), {}};
  if (script == expected) return 0;
  std::cout << "--- expected\n" << expected << "--- played\n" << script;
  return 1;
}

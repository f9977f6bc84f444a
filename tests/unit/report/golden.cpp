// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the screens that are kept as files, and how new ones are accepted.
#include "report/golden.hpp"

#include <cstdlib>
#include <doctest/doctest.h>
#include <fstream>
#include <sstream>

void check_golden(const std::string& name, const std::string& text) {
  const auto path = std::string(HAXEN_GOLDEN) + "/" + name;
  const char* accept = std::getenv("HAXEN_ACCEPT");
  if (accept && std::string(accept) == "1") {
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  std::ifstream file(path, std::ios::binary);
  REQUIRE_MESSAGE(file, "no file " << path);
  std::ostringstream kept;
  kept << file.rdbuf();
  CHECK_MESSAGE(kept.str() == text, name << " should be\n" << kept.str() << "and is\n" << text);
}

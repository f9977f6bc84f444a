// SPDX-License-Identifier: GPL-2.0-or-later
// The reader of the fleet file against files that something has damaged.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <doctest/doctest.h>
#include <random>
#include <regex>
#include <set>

#include "config/fleet_file.hpp"
#include "config/sample.hpp"

using namespace haxen;
using namespace haxen::config;

namespace {

class Damage {
 public:
  explicit Damage(unsigned seed) : random_(seed) {}

  std::string of(std::string text) {
    for (auto times = below(4) + 1; times > 0; --times) text = once(std::move(text));
    return text;
  }

 private:
  std::size_t below(std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_);
  }

  std::string once(std::string text) {
    static const std::array<std::string, 20> words = {"\"",    "'",   "[",       "]]",         "{",
                                                      "}",     "=",   "\n",      "-1",         "0",
                                                      "1e400", "nan", "true",    "[[node]]\n", "[defaults]\n",
                                                      "node1", "'''", "\\u0000", "1979-05-27", "\xff"};
    if (text.empty()) return text;
    const auto from = below(text.size());
    const auto length = std::min(below(12) + 1, text.size() - from);
    switch (below(5)) {
      case 0: return text.erase(from, length);
      case 1: return text.insert(from, words[below(words.size())]);
      case 2: return text.replace(from, length, words[below(words.size())]);
      case 3: return text.insert(below(text.size()), text.substr(from, length));
      case 4: text[from] = static_cast<char>(below(256)); return text;
    }
    return text;
  }

  std::mt19937 random_;
};

bool is_sound(const Config& config) {
  std::set<std::string> names;
  for (const auto& node : config.nodes) {
    if (node.uri.empty() || node.peer_uri.empty() || !names.insert(node.name.str()).second) return false;
  }
  return !names.empty();
}

// The line that a fault points at, or 0 where it points at none.
unsigned long line_of(const Fault& fault) {
  static const std::regex shape("f:([0-9]+):([0-9]+): .+");
  std::smatch parts;
  if (!std::regex_match(fault.message, parts, shape) || parts[2] == "0") return 0;
  return std::stoul(parts[1]);
}

}  // namespace

TEST_CASE("a damaged file is read soundly or refused with a place that it has") {
  const unsigned seed = std::random_device{}();
  CAPTURE(seed);
  Damage damage(seed);
  int refused = 0;
  constexpr int rounds = 3000;
  for (int round = 0; round < rounds; ++round) {
    const auto text = damage.of(sample_file);
    CAPTURE(text);
    const auto config = parse(text, "f");
    if (config) {
      REQUIRE(is_sound(*config));
      continue;
    }
    ++refused;
    CAPTURE(config.error().message);
    REQUIRE(config.error().kind == FaultKind::usage);
    const auto lines = static_cast<unsigned long>(std::ranges::count(text, '\n')) + 1;
    REQUIRE(line_of(config.error()) >= 1);
    REQUIRE(line_of(config.error()) <= lines);
  }
  CHECK(refused > rounds / 2);
}

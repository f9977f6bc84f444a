// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the comparison of haxen's planner with Ganeti's hbal, and the planner's times by size.
//
// usage: bench_balance [--hbal SECONDS] [--program FILE] [--quick]
//   --hbal     how long hbal may take for one cluster (600)
//   --program  whose whole process is timed; without it none is
//   --quick    leaves out the largest fleets and the clusters that hbal needs minutes for
#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <string>

#include "against_hbal.hpp"
#include "by_size.hpp"

namespace haxen::bench {
namespace {

int run(const std::vector<std::string>& words) {
  const auto value = [&](const char* option, const std::string& otherwise) {
    const auto at = std::ranges::find(words, option);
    return at == words.end() || at + 1 == words.end() ? otherwise : *(at + 1);
  };
  const bool is_quick = std::ranges::find(words, "--quick") != words.end();
  const auto limit = static_cast<unsigned>(std::stoul(value("--hbal", "600")));
  const auto clusters = is_quick ? std::vector<std::size_t>{20} : std::vector<std::size_t>{20, 30, 40, 50};
  const auto fleets = is_quick ? std::vector<std::size_t>{20, 50, 100, 200}
                               : std::vector<std::size_t>{20, 50, 100, 200, 500, 1000, 2000};
  for (const auto load : {Load::ignored, Load::each_the_same}) compare_with_hbal(clusters, load, limit);
  score_by_moves(clusters.back());
  rebalance_by_size(fleets, value("--program", ""));
  drain_by_size(fleets);
  return 0;
}

}  // namespace
}  // namespace haxen::bench

int main(int argc, char** argv) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);  // hbal takes minutes: each line is wanted when it is known
  return haxen::bench::run({argv + 1, argv + argc});
}

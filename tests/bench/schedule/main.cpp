// SPDX-License-Identifier: GPL-2.0-or-later
// Measures how close simulated hosts come to the lower bound when they carry out random sets of migrations.
//
// usage: schedule [INSTANCES [FIRST-SEED [DIRTY-RATE]]]    1000 instances from seed 1 on, guests that write
// 500kB/s
#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "migrations.hpp"

namespace {

using namespace haxen;

struct Measured {
  std::vector<double> ratios;
  std::size_t moves = 0;
  std::size_t failed = 0;
};

Measured measure(std::uint64_t first, std::uint64_t count, executor::Parallel limits,
                 const simulation::Setup& setup) {
  Measured measured;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    const auto instance = bench::random_instance(seed);
    const auto done = bench::perform(instance, limits, setup);
    measured.moves += instance.plan.moves.size();
    for (const auto& move : done.outcome.moves)
      if (move.result != model::MoveResult::moved) ++measured.failed;
    const auto ratio = done.time / *instance.plan.lower_bound;
    measured.ratios.push_back(ratio);
    if (std::getenv("HAXEN_EACH") != nullptr)
      fmt::print("{:6} {:3} nodes {:3} moves {:8.1f} s of {:8.1f} s {:.4f}\n", seed,
                 instance.fleet.nodes.size(), instance.plan.moves.size(), done.time.count(),
                 instance.plan.lower_bound->count(), ratio);
  }
  std::ranges::sort(measured.ratios);
  return measured;
}

void print(const std::string& title, const Measured& measured) {
  const auto& ratios = measured.ratios;
  double sum = 0;
  for (const auto ratio : ratios) sum += ratio;
  const auto at = [&](double share) {
    return ratios[std::min(ratios.size() - 1,
                           static_cast<std::size_t>(share * static_cast<double>(ratios.size())))];
  };
  fmt::print(
      "{:24} mean {:.4f}  min {:.4f}  median {:.4f}  90 % {:.4f}  99 % {:.4f}  max {:.4f}   {} of {} moved\n",
      title, sum / static_cast<double>(ratios.size()), ratios.front(), at(0.5), at(0.9), at(0.99),
      ratios.back(), measured.moves - measured.failed, measured.moves);
}

std::uint64_t number(int argc, char** argv, int index, std::uint64_t otherwise) {
  return argc > index ? std::strtoull(argv[index], nullptr, 10) : otherwise;
}

}  // namespace

int main(int argc, char** argv) {
  const auto count = std::max<std::uint64_t>(1, number(argc, argv, 1, 1000));
  const auto first = number(argc, argv, 2, 1);
  simulation::Setup setup;
  setup.other_guests = {argc > 3 ? *parse_bandwidth(argv[3]) : Bandwidth{5e5}, Bytes{}};
  fmt::print(
      "simulated time over the lower bound (busiest link's memory over its rate), {} instances, seeds {} to "
      "{}\n"
      "guests write {}; the time holds every set-up, hand-over and proof\n",
      count, first, first + count - 1, to_string(setup.other_guests.dirty_rate));
  print("limits 16/16/1000", measure(first, count, bench::wide_limits(), setup));
  print("default limits 2/2/8", measure(first, count, {}, setup));
}

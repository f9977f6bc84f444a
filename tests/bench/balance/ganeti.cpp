// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how hbal's score follows a move, and how hbal is run.
#include "ganeti.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <unistd.h>

#include "timing.hpp"

namespace haxen::bench {
namespace {

/// hbal goes on while the score is above this, or the gain is.
constexpr double enough_score = 0.1;
constexpr double enough_gain = 0.01;
/// A node's own, which Ganeti counts beside its VMs'.
constexpr double own_vcpus = 1;

}  // namespace

GanetiMeasure::GanetiMeasure(const Cluster& cluster, Load load)
    : nodes_(cluster.nodes), vms_(cluster.vms), weights_{1, 1, load == Load::ignored ? 0.0 : 4.0} {
  for (const auto& node : nodes_) free_.push_back(node.memory - node_reserve);
  vcpus_.assign(nodes_.size(), own_vcpus);
  counts_.assign(nodes_.size(), 0);
  for (const auto& vm : vms_) {
    at_.push_back(static_cast<planner::NodeIndex>(vm.node));
    free_[vm.node] -= vm.memory;
    vcpus_[vm.node] += vm.vcpus;
    ++counts_[vm.node];
  }
  for (planner::NodeIndex n = 0; n < nodes_.size(); ++n) add(n, 1);
}

GanetiMeasure::Values GanetiMeasure::values(planner::NodeIndex n) const {
  return {static_cast<double>(free_[n]) / static_cast<double>(nodes_[n].memory), vcpus_[n] / nodes_[n].cpus,
          counts_[n]};
}

/// What the VM's coming to the node adds to its values.
GanetiMeasure::Values GanetiMeasure::shares(std::uint32_t vm, planner::NodeIndex n) const {
  return {-static_cast<double>(vms_[vm].memory) / static_cast<double>(nodes_[n].memory),
          static_cast<double>(vms_[vm].vcpus) / nodes_[n].cpus, 1};
}

void GanetiMeasure::add(planner::NodeIndex node, double sign) {
  const auto now = values(node);
  for (std::size_t m = 0; m < metrics; ++m) {
    sums_[m].sum += sign * now[m];
    sums_[m].squares += sign * now[m] * now[m];
  }
}

double GanetiMeasure::deviation(const Sums& sums) const {
  const auto count = static_cast<double>(nodes_.size());
  const double mean = sums.sum / count;
  return std::sqrt(std::max(0.0, sums.squares / count - mean * mean));
}

double GanetiMeasure::score() const {
  double sum = 0;
  for (std::size_t m = 0; m < metrics; ++m) sum += weights_[m] * deviation(sums_[m]);
  return sum;
}

std::optional<GanetiMeasure::Offer> GanetiMeasure::best(std::uint32_t vm) const {
  const auto from = at_[vm];
  const auto here = values(from);
  const auto leaving = shares(vm, from);
  const double now = score();
  std::optional<Offer> best;
  for (planner::NodeIndex to = 0; to < nodes_.size(); ++to) {
    if (to == from || free_[to] < vms_[vm].memory) continue;
    const auto there = values(to);
    const auto coming = shares(vm, to);
    double changed = 0;
    for (std::size_t m = 0; m < metrics; ++m) {
      const double left = here[m] - leaving[m];
      const double joined = there[m] + coming[m];
      changed += weights_[m] * deviation({sums_[m].sum - leaving[m] + coming[m],
                                          sums_[m].squares - here[m] * here[m] + left * left -
                                              there[m] * there[m] + joined * joined});
    }
    const double change = changed - now;
    const bool is_worth_it = change < 0 && (now > enough_score || -change > enough_gain);
    if (is_worth_it && (!best || change < best->change)) best = Offer{change, vm, to};
  }
  return best;
}

void GanetiMeasure::place(std::uint32_t vm, planner::NodeIndex to) {
  const auto from = at_[vm];
  if (from == to) return;
  add(from, -1);
  add(to, -1);
  free_[from] += vms_[vm].memory;
  free_[to] -= vms_[vm].memory;
  vcpus_[from] -= vms_[vm].vcpus;
  vcpus_[to] += vms_[vm].vcpus;
  --counts_[from];
  ++counts_[to];
  at_[vm] = to;
  add(from, 1);
  add(to, 1);
}

bool GanetiMeasure::make(const Offer& offer) {
  place(offer.mover, offer.to);
  made_.push_back(offer);
  return true;
}

DescentRun run_descent(const Cluster& cluster, Load load) {
  DescentRun run;
  const double before = used_seconds();
  GanetiMeasure measure(cluster, load);
  run.score_before = measure.score();
  run.moves = planner::Descent(measure).run();
  run.score_after = measure.score();
  run.seconds = used_seconds() - before;
  run.way = measure.made();
  return run;
}

double ganeti_score(const Cluster& cluster, Load load) { return GanetiMeasure(cluster, load).score(); }

std::optional<GanetiRun> run_hbal(const Cluster& cluster, Load load, unsigned limit) {
  const auto file = std::filesystem::temp_directory_path() / fmt::format("haxen-bench-{}.ganeti", getpid());
  std::ofstream(file) << ganeti_text(cluster);
  const auto command = fmt::format("timeout {} hbal {} -t {} 2>/dev/null", limit,
                                   load == Load::ignored ? "--ignore-dynu" : "", file.string());
  const double before = children_seconds();
  auto* pipe = popen(command.c_str(), "r");
  GanetiRun run;
  bool is_over = false;
  char line[512];
  while (pipe != nullptr && std::fgets(line, sizeof line, pipe) != nullptr) {
    std::sscanf(line, "Cluster score improved from %lf to %lf", &run.score_before, &run.score_after);
    is_over = std::sscanf(line, "Solution length=%zu", &run.moves) == 1 || is_over;
  }
  if (pipe != nullptr) pclose(pipe);
  std::filesystem::remove(file);
  run.seconds = children_seconds() - before;
  return is_over ? std::optional(run) : std::nullopt;
}

}  // namespace haxen::bench

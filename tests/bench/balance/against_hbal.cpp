// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how hbal and haxen are held against each other: by hbal's score, and by haxen's.
#include "against_hbal.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <string>

#include "planner/balance.hpp"
#include "planner/rebalance.hpp"
#include "timing.hpp"

namespace haxen::bench {
namespace {

/// What haxen is told of the VMs' load is what hbal takes it for.
model::Fleet as_hbal_sees_it(const Cluster& cluster, Load load) {
  auto fleet = fleet_of(cluster);
  for (auto& vm : fleet.vms) {
    vm.cpu_used.reset();
    if (load == Load::each_the_same) vm.cpu_used = 2;
  }
  return fleet;
}

double haxen_score(const model::Fleet& fleet) {
  using planner::operator+;
  const planner::Table table(fleet);
  const planner::Balance balance(table);
  std::vector<planner::Amounts> held(table.node_count());
  for (planner::VmIndex v = 0; v < table.vm_count(); ++v) {
    auto& here = held[table.vms()[v].node];
    here = here + balance.amounts(v);
  }
  double sum = 0;
  for (planner::NodeIndex n = 0; n < table.node_count(); ++n) sum += balance.part(n, held[n]);
  return sum;
}

struct Scores {
  double hbal = 0, haxen = 0;
};

Scores scores(const Cluster& cluster, Load load) {
  return {ganeti_score(cluster, load), haxen_score(as_hbal_sees_it(cluster, load))};
}

/// After the first moves of the way.
Cluster walked(Cluster cluster, const DescentRun& run, std::size_t moves) {
  for (std::size_t i = 0; i < moves && i < run.way.size(); ++i)
    cluster.vms[run.way[i].mover].node = run.way[i].to;
  return cluster;
}

std::string size(const Cluster& cluster) {
  return fmt::format("{} × {}", cluster.nodes.size(), cluster.vms.size());
}

DescentRun descent(const Cluster& cluster, Load load) {
  std::vector<DescentRun> all;
  for (int i = 0; i < runs; ++i) all.push_back(run_descent(cluster, load));
  return middle(std::move(all), &DescentRun::seconds);
}

void print_same_way(const Cluster& cluster, const std::optional<GanetiRun>& theirs, const DescentRun& ours,
                    unsigned limit) {
  const auto mine = fmt::format("{} | {:.6f} | {:.2f}", ours.moves, ours.score_after, ours.seconds * 1000);
  if (!theirs) {
    fmt::print("| {} | – | – | not done in {} s | {} | – | – |\n", size(cluster), limit, mine);
    return;
  }
  const bool is_same = theirs->moves == ours.moves && std::abs(theirs->score_after - ours.score_after) < 5e-7;
  fmt::print("| {} | {} | {:.6f} | {:.2f} | {} | {} | {:.0f} |\n", size(cluster), theirs->moves,
             theirs->score_after, theirs->seconds, mine, is_same ? "yes" : "NO",
             theirs->seconds / ours.seconds);
}

struct Case {
  Cluster cluster;
  DescentRun by_hbal;
};

void print_own_way(const Case& now, Load load) {
  const auto row = [&](const char* what, std::size_t moves, const Cluster& end, const std::string& time) {
    const auto found = scores(end, load);
    fmt::print("| {} | {} | {} | {:.6f} | {:.6f} | {} |\n", size(now.cluster), what, moves, found.hbal,
               found.haxen, time);
  };
  const auto fleet = as_hbal_sees_it(now.cluster, load);
  const auto own = [&](const char* what, const planner::RebalanceRequest& request) {
    const auto found = planned(fleet, [&](const auto& f) { return planner::rebalance(f, request); });
    row(what, found.plan.moves.size(), moved(now.cluster, model::apply(fleet, found.plan.moves)),
        fmt::format("{:.2f}{}", found.together(), found.broken == 0 ? "" : ", AUDIT NOT CLEAN"));
  };
  row("as it was", 0, now.cluster, "–");
  row("hbal", now.by_hbal.moves, walked(now.cluster, now.by_hbal, now.by_hbal.moves), "–");
  planner::RebalanceRequest request;
  own("haxen", request);
  request.min_gain = 0;
  own("haxen, every gain taken", request);
  request.max_moves = now.by_hbal.moves;
  own("haxen, no more moves than hbal", request);
}

}  // namespace

void compare_with_hbal(const std::vector<std::size_t>& nodes, Load load, unsigned limit) {
  fmt::print("\n{}\n\n",
             load == Load::ignored
                 ? "**`hbal --ignore-dynu`**: memory and virtual CPUs count."
                 : "**`hbal`** as it comes: every VM is taken for the same load, so that their "
                   "number counts most; haxen is told that each keeps two of its node's 32 CPUs busy.");
  fmt::print(
      "| nodes × VMs | hbal: moves | score | s | haxen's descent: moves | score | ms | the same | "
      "times as fast |\n|---|--:|--:|--:|--:|--:|--:|---|--:|\n");
  std::vector<Case> cases;
  for (const auto count : nodes) {
    const auto cluster = uneven_cluster(count, 10 * count, 1);
    const auto ours = descent(cluster, load);
    print_same_way(cluster, run_hbal(cluster, load, limit), ours, limit);
    cases.push_back({cluster, ours});
  }
  fmt::print(
      "\n| nodes × VMs | plan | moves | hbal's score | haxen's score | plan and audit, ms |\n"
      "|---|---|--:|--:|--:|--:|\n");
  for (const auto& now : cases) print_own_way(now, load);
}

void score_by_moves(std::size_t nodes) {
  const auto cluster = uneven_cluster(nodes, 10 * nodes, 1);
  const auto load = Load::ignored;
  const auto fleet = as_hbal_sees_it(cluster, load);
  const auto by_hbal = run_descent(cluster, load);
  fmt::print(
      "\nThe score against the number of moves, {} (`hbal --ignore-dynu`; `haxen place --max-moves`):\n\n"
      "| moves | hbal's score: hbal | haxen | haxen's score: hbal | haxen |\n|--:|--:|--:|--:|--:|\n",
      size(cluster));
  planner::RebalanceRequest request;
  request.min_gain = 0;
  for (std::size_t wanted = 0;; wanted += std::max(nodes / 5, wanted / 2)) {
    request.max_moves = wanted;
    const auto plan = planner::rebalance(fleet, request);
    const auto made = plan.moves.size();
    const auto theirs = scores(walked(cluster, by_hbal, made), load);
    const auto ours = scores(moved(cluster, model::apply(fleet, plan.moves)), load);
    const auto of_hbal = [&](double score) {
      return made > by_hbal.moves ? std::string("–") : fmt::format("{:.6f}", score);
    };
    fmt::print("| {} | {} | {:.6f} | {} | {:.6f} |\n", made, of_hbal(theirs.hbal), ours.hbal,
               of_hbal(theirs.haxen), ours.haxen);
    if (made < wanted) return;
  }
}

}  // namespace haxen::bench

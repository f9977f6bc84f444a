// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the comparison of haxen's planner with Ganeti's hbal, and the planner's times by size.
//
// usage: bench_balance [--hbal SECONDS] [--quick]
//   --hbal   how long hbal may take for one cluster (600)
//   --quick  leaves out the largest fleets and the clusters that hbal needs minutes for
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <string>

#include "cluster.hpp"
#include "ganeti.hpp"
#include "planner/audit.hpp"
#include "planner/evacuate.hpp"
#include "planner/rebalance.hpp"

namespace haxen::bench {
namespace {

struct Planned {
  model::Plan plan;
  std::size_t broken = 0;
  double plan_ms = 0;
  double audit_ms = 0;
};

/// The fastest of a few runs: what else the machine does only ever adds.
template <class Plan>
Planned timed(const model::Fleet& fleet, Plan make, int runs) {
  Planned best;
  for (int i = 0; i < runs; ++i) {
    Planned now;
    const double begin = used_seconds();
    now.plan = make(fleet);
    const double middle = used_seconds();
    now.broken = planner::audit(fleet, now.plan).size();
    now.plan_ms = (middle - begin) * 1000;
    now.audit_ms = (used_seconds() - middle) * 1000;
    if (i == 0 || now.plan_ms + now.audit_ms < best.plan_ms + best.audit_ms) best = std::move(now);
  }
  return best;
}

Planned rebalanced(const model::Fleet& fleet, planner::RebalanceRequest request, int runs) {
  return timed(
      fleet, [&](const model::Fleet& now) { return planner::rebalance(now, request); }, runs);
}

std::string size(std::size_t nodes, std::size_t vms) { return fmt::format("{}x{}", nodes, vms); }

void compare(std::size_t nodes, std::size_t vms, Load load, unsigned limit) {
  const auto cluster = uneven_cluster(nodes, vms, 1);
  auto fleet = fleet_of(cluster);
  // hbal is told nothing of it either.
  for (auto& vm : fleet.vms) vm.cpu_used.reset();
  const auto ours = run_descent(cluster, load);
  const auto theirs = run_hbal(cluster, load, limit);
  const auto name = size(nodes, vms);
  fmt::print("{:10} {:34} {:>5} moves  score {:.6f} -> {:.6f}  {:>10.2f} ms\n", name,
             "haxen's descent, hbal's score", ours.moves, ours.score_before, ours.score_after,
             ours.seconds * 1000);
  if (theirs)
    fmt::print("{:10} {:34} {:>5} moves  score {:.6f} -> {:.6f}  {:>10.2f} ms  {}, {:.0f} times as long\n",
               name, "hbal", theirs->moves, theirs->score_before, theirs->score_after, theirs->seconds * 1000,
               theirs->moves == ours.moves && std::abs(theirs->score_after - ours.score_after) < 5e-7
                   ? "the same"
                   : "DIFFERENT",
               theirs->seconds / ours.seconds);
  else
    fmt::print("{:10} {:34} not done in {} s\n", name, "hbal", limit);
  planner::RebalanceRequest request;
  const auto show = [&](const char* what, const Planned& planned) {
    const auto end = model::apply(fleet, planned.plan.moves);
    fmt::print("{:10} {:34} {:>5} moves  score {:.6f} -> {:.6f}  {:>10.2f} ms{}{}\n", name, what,
               planned.plan.moves.size(), ganeti_score(cluster, fleet, load),
               ganeti_score(cluster, end, load), planned.plan_ms + planned.audit_ms,
               planned.broken == 0 ? "" : "  AUDIT NOT CLEAN",
               theirs ? fmt::format("  hbal: {:.0f} times as long",
                                    theirs->seconds * 1000 / (planned.plan_ms + planned.audit_ms))
                      : "");
  };
  show("haxen", rebalanced(fleet, request, 3));
  request.min_gain = 0;
  show("haxen, every gain taken", rebalanced(fleet, request, 3));
  request.max_moves = theirs ? theirs->moves : ours.moves;
  show("haxen, with as many moves as hbal", rebalanced(fleet, request, 3));
}

void times(bool is_quick) {
  fmt::print(
      "\nRebalancing and draining by size (processor time; exponent against the line before)\n"
      "{:>12} {:>7} {:>10} {:>10} {:>10} {:>6}   {:>9} {:>10} {:>10}\n",
      "nodes x VMs", "moves", "plan ms", "audit ms", "together", "exp.", "drained", "plan ms", "audit ms");
  double before = 0;
  double vms_before = 0;
  for (const auto nodes : {20U, 50U, 100U, 200U, 500U, 1000U, 2000U}) {
    if (is_quick && nodes > 1000) break;
    const auto fleet = fleet_of(uneven_cluster(nodes, std::size_t{10} * nodes, 1));
    const auto planned = rebalanced(fleet, {}, nodes > 500 ? 3 : 5);
    planner::EvacuationRequest request;
    request.sources = {fleet.nodes[nodes / 2].name};
    const auto drained = timed(
        fleet, [&](const model::Fleet& now) { return planner::evacuate(now, request); }, 5);
    const double together = planned.plan_ms + planned.audit_ms;
    const double vms = 10.0 * nodes;
    fmt::print(
        "{:>12} {:>7} {:>10.2f} {:>10.2f} {:>10.2f} {:>6}   {:>9} {:>10.2f} {:>10.2f}{}\n",
        size(nodes, std::size_t{10} * nodes), planned.plan.moves.size(), planned.plan_ms, planned.audit_ms,
        together,
        before > 0 ? fmt::format("{:.2f}", std::log(together / before) / std::log(vms / vms_before)) : "",
        drained.plan.moves.size(), drained.plan_ms, drained.audit_ms,
        planned.broken + drained.broken == 0 ? "" : "  AUDIT NOT CLEAN");
    before = together;
    vms_before = vms;
  }
}

void drain_with_rules(bool is_quick) {
  const std::size_t nodes = is_quick ? 1000 : 5000;
  const auto fleet = with_rules(fleet_of(uneven_cluster(nodes, 6 * nodes, 1)));
  planner::EvacuationRequest request;
  request.sources = {fleet.nodes[nodes / 2].name};
  const auto drained = timed(
      fleet, [&](const model::Fleet& now) { return planner::evacuate(now, request); }, 3);
  fmt::print("\nDraining a node of {}, {} rules: {} moves, {} blockers, plan {:.2f} ms, audit {:.2f} ms{}\n",
             size(nodes, 6 * nodes), fleet.rules.size(), drained.plan.moves.size(),
             drained.plan.blockers.size(), drained.plan_ms, drained.audit_ms,
             drained.broken == 0 ? "" : "  AUDIT NOT CLEAN");
}

int run(const std::vector<std::string>& words) {
  unsigned limit = 600;
  const bool is_quick = std::ranges::find(words, "--quick") != words.end();
  if (const auto at = std::ranges::find(words, "--hbal"); at != words.end() && at + 1 != words.end())
    limit = static_cast<unsigned>(std::stoul(*(at + 1)));
  for (const auto load : {Load::each_the_same, Load::ignored}) {
    fmt::print("{}hbal {}\n", load == Load::ignored ? "\n" : "",
               load == Load::ignored ? "--ignore-dynu: memory and vCPUs"
                                     : "as it comes: numbers of VMs count as well");
    for (const auto nodes : {20U, 30U, 40U, 50U}) {
      if (is_quick && nodes > 20) break;
      compare(nodes, std::size_t{10} * nodes, load, limit);
    }
  }
  times(is_quick);
  drain_with_rules(is_quick);
  return 0;
}

}  // namespace
}  // namespace haxen::bench

int main(int argc, char** argv) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);  // hbal takes minutes: each line is wanted when it is known
  return haxen::bench::run({argv + 1, argv + argc});
}

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the score that hbal lowers, and when it stops; plugged into haxen's descent in place of haxen's own.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cluster.hpp"
#include "planner/descent.hpp"

namespace haxen::bench {

/// What hbal takes for load: every VM the same, so that numbers of VMs count as well; or nothing.
enum class Load { each_the_same, ignored };

/// With shared storage and all nodes online: the standard deviations of the share of free memory and of vCPUs
/// per CPU, and four times that of the number of VMs unless load is ignored.
class GanetiMeasure {
 public:
  static constexpr bool is_local = false;
  using Offer = planner::Candidate<double>;

  GanetiMeasure(const Cluster& cluster, Load load);

  double score() const;
  std::uint32_t count() const { return static_cast<std::uint32_t>(at_.size()); }
  planner::NodeIndex node_of(std::uint32_t vm) const { return at_[vm]; }
  std::uint32_t stamp(planner::NodeIndex) const { return static_cast<std::uint32_t>(made_.size()); }
  std::span<const std::uint32_t> movers_on(planner::NodeIndex) const { return {}; }
  std::optional<Offer> best(std::uint32_t vm) const;
  bool make(const Offer& offer);

  /// The moves made so far, in their order.
  const std::vector<Offer>& made() const { return made_; }

 private:
  static constexpr std::size_t metrics = 3;
  using Values = std::array<double, metrics>;
  struct Sums {
    double sum = 0, squares = 0;
  };

  Values values(planner::NodeIndex node) const;
  Values shares(std::uint32_t vm, planner::NodeIndex node) const;
  double deviation(const Sums& sums) const;
  void add(planner::NodeIndex node, double sign);
  void place(std::uint32_t vm, planner::NodeIndex node);

  std::vector<ClusterNode> nodes_;
  std::vector<ClusterVm> vms_;
  Values weights_{};
  std::vector<planner::NodeIndex> at_;
  std::vector<std::uint64_t> free_;  ///< MiB
  std::vector<double> vcpus_;
  std::vector<double> counts_;
  std::array<Sums, metrics> sums_{};
  std::vector<Offer> made_;
};

struct GanetiRun {
  double score_before = 0;
  double score_after = 0;
  std::size_t moves = 0;
  double seconds = 0;  ///< of processor time; with hbal, of the whole process
};

/// hbal itself; none when it did not come to its end within `limit` seconds.
std::optional<GanetiRun> run_hbal(const Cluster& cluster, Load load, unsigned limit);

/// Its score and its stopping rule in haxen's descent.
struct DescentRun : GanetiRun {
  std::vector<GanetiMeasure::Offer> way;
};
DescentRun run_descent(const Cluster& cluster, Load load);

/// Its score of the cluster as it stands.
double ganeti_score(const Cluster& cluster, Load load);

}  // namespace haxen::bench

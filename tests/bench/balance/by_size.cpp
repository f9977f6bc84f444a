// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the fleets whose planning is timed, and how the growth is told.
#include "by_size.hpp"

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <unistd.h>

#include "cluster.hpp"
#include "inventory/snapshot.hpp"
#include "planner/evacuate.hpp"
#include "planner/rebalance.hpp"
#include "timing.hpp"

namespace haxen::bench {
namespace {

/// The exponent by which times grow with sizes, from one to the next and in all.
class Growth {
 public:
  std::string from_the_last(double size, double time) {
    const bool is_first = points_.empty();
    points_.emplace_back(std::log(size), std::log(time));
    return is_first ? "–" : fmt::format("{:.2f}", slope(points_[points_.size() - 2], points_.back()));
  }
  std::string in_all() const {
    return points_.size() < 2 ? "–" : fmt::format("{:.2f}", slope(points_.front(), points_.back()));
  }

 private:
  using Point = std::pair<double, double>;
  static double slope(const Point& a, const Point& b) { return (b.second - a.second) / (b.first - a.first); }

  std::vector<Point> points_;
};

std::string clean(const Planned& found) { return found.broken == 0 ? "" : ", AUDIT NOT CLEAN"; }

/// A fleet's document, in a file of its own for as long as this lives.
class Document {
 public:
  explicit Document(const model::Fleet& fleet)
      : text_(inventory::to_json({fleet, {}})),
        file_(std::filesystem::temp_directory_path() / fmt::format("haxen-bench-{}.json", getpid())) {
    std::ofstream(file_) << text_;
  }
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;
  ~Document() { std::filesystem::remove(file_); }

  std::string reading_ms() const {
    std::vector<double> all;
    for (int i = 0; i < runs; ++i) {
      const double begin = used_seconds();
      if (!inventory::from_json(text_)) return "failed";
      all.push_back((used_seconds() - begin) * 1000);
    }
    return fmt::format("{:.1f}", middle(std::move(all), std::identity{}));
  }

  std::string placing_ms(const std::string& program) const {
    if (program.empty()) return "–";
    const auto command = fmt::format("'{}' place --snapshot '{}' >/dev/null 2>&1", program, file_.string());
    std::vector<double> all;
    for (int i = 0; i < runs; ++i) {
      const double begin = children_seconds();
      if (std::system(command.c_str()) != 0) return "failed";
      all.push_back((children_seconds() - begin) * 1000);
    }
    return fmt::format("{:.1f}", middle(std::move(all), std::identity{}));
  }

 private:
  std::string text_;
  std::filesystem::path file_;
};

}  // namespace

void rebalance_by_size(const std::vector<std::size_t>& nodes, const std::string& program) {
  fmt::print(
      "\nRebalancing (`haxen place`), by size. Each exponent is that of the growth with the number of VMs "
      "since "
      "the line before.\n\n"
      "| nodes × VMs | moves | plan, ms | audit, ms | together | exponent | reading the fleet, ms | "
      "whole process, ms |\n|---|--:|--:|--:|--:|--:|--:|--:|\n");
  Growth growth;
  for (const auto count : nodes) {
    const auto vms = 10 * count;
    const auto fleet = fleet_of(uneven_cluster(count, vms, 1));
    const auto found = planned(fleet, [](const auto& f) { return planner::rebalance(f, {}); });
    const Document document(fleet);
    fmt::print("| {} × {} | {} | {:.2f} | {:.2f} | {:.2f}{} | {} | {} | {} |\n", count, vms,
               found.plan.moves.size(), found.plan_ms, found.audit_ms, found.together(), clean(found),
               growth.from_the_last(static_cast<double>(vms), found.together()), document.reading_ms(),
               document.placing_ms(program));
  }
  fmt::print("\nFrom the smallest to the largest the exponent is {}.\n", growth.in_all());
}

void drain_by_size(const std::vector<std::size_t>& nodes) {
  fmt::print(
      "\nDraining one node, by size.\n\n| nodes × VMs | rules | VMs moved | plan, ms | audit, ms | exponent "
      "of "
      "the plan |\n|---|--:|--:|--:|--:|--:|\n");
  const auto drained = [](const model::Fleet& fleet) {
    planner::EvacuationRequest request;
    request.sources = {fleet.nodes[fleet.nodes.size() / 2].name};
    return planned(fleet, [&](const auto& f) { return planner::evacuate(f, request); });
  };
  const auto print = [](const model::Fleet& fleet, const Planned& found, const std::string& exponent) {
    fmt::print("| {} × {} | {} | {} | {:.2f} | {:.2f}{} | {} |\n", fleet.nodes.size(), fleet.vms.size(),
               fleet.rules.size(), found.plan.moves.size(), found.plan_ms, found.audit_ms, clean(found),
               exponent);
  };
  Growth growth;
  for (const auto count : nodes) {
    const auto fleet = fleet_of(uneven_cluster(count, 10 * count, 1));
    const auto found = drained(fleet);
    print(fleet, found, growth.from_the_last(static_cast<double>(fleet.vms.size()), found.plan_ms));
  }
  const auto most = 5 * nodes.back() / 2;
  const auto fleet = with_rules(fleet_of(uneven_cluster(most, 6 * most, 1)));
  print(fleet, drained(fleet), "–");
  fmt::print(
      "\nFrom the smallest to the largest without rules the exponent is {}. The rules bind a third of the "
      "VMs: "
      "pairs that are kept apart, and VMs that only run on one half of the racks.\n",
      growth.in_all());
}

}  // namespace haxen::bench

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how moves share links, event by event.
#include "planner/schedule.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <unordered_map>

namespace haxen::planner {
namespace {

using Rates = std::unordered_map<NodeName, double>;

std::optional<Rates> rates(const model::Fleet& fleet, const std::vector<model::Move>& moves) {
  Rates all;
  for (const auto& node : fleet.nodes)
    if (node.link && node.link->bytes_per_second > 0) all[node.name] = node.link->bytes_per_second;
  const auto is_known = [&](const model::Move& move) {
    return all.contains(move.from) && all.contains(move.to);
  };
  if (!std::ranges::all_of(moves, is_known)) return std::nullopt;
  return all;
}

/// Memory and copied disks.
double data(const model::Move& move) { return static_cast<double>((move.memory + storage(move)).count); }

struct Load {
  unsigned out = 0, in = 0;
};

/// The moves as they would run. Time goes from one end of a move to the next.
class Run {
 public:
  Run(const std::vector<model::Move>& moves, Rates rates, const Limits& limits)
      : moves_(moves),
        rates_(std::move(rates)),
        limits_(limits),
        awaited_(moves.size()),
        followers_(moves.size()) {
    for (std::size_t i = 0; i < moves.size(); ++i) {
      awaited_[i] = moves[i].after.size();
      for (const auto before : moves[i].after) followers_[before].push_back(i);
      if (awaited_[i] == 0) ready_.push_back(i);
    }
  }

  Seconds length() {
    start_ready();
    while (!running_.empty()) {
      advance();
      start_ready();
    }
    return Seconds(now_);
  }

 private:
  struct Running {
    std::size_t move;
    double left;  ///< bytes
  };

  bool may_start(const model::Move& move) {
    if (move.kind == model::MoveKind::adopt) return true;
    return running_.size() < limits_.fleet && load_[move.from].out < limits_.per_source &&
           load_[move.to].in < limits_.per_target;
  }

  void start_ready() {
    std::vector<std::size_t> rest;
    for (const auto i : ready_) {
      const auto& move = moves_[i];
      if (!may_start(move)) {
        rest.push_back(i);
        continue;
      }
      running_.push_back({i, data(move)});
      ++load_[move.from].out;
      ++load_[move.to].in;
    }
    ready_ = std::move(rest);
  }

  double rate(const model::Move& move) {
    return std::min(rates_[move.from] / load_[move.from].out, rates_[move.to] / load_[move.to].in);
  }

  void advance() {
    double step = std::numeric_limits<double>::infinity();
    for (const auto& run : running_) step = std::min(step, run.left / rate(moves_[run.move]));
    std::vector<Running> rest;
    std::vector<std::size_t> ended;
    for (auto& run : running_) {
      const double speed = rate(moves_[run.move]);
      run.left -= speed * step;
      // What is left within a nanosecond of its end is rounding.
      if (run.left > speed * 1e-9)
        rest.push_back(run);
      else
        ended.push_back(run.move);
    }
    running_ = std::move(rest);
    now_ += step;
    for (const auto i : ended) end(i);
  }

  void end(std::size_t index) {
    --load_[moves_[index].from].out;
    --load_[moves_[index].to].in;
    for (const auto next : followers_[index])
      if (--awaited_[next] == 0) ready_.insert(std::ranges::upper_bound(ready_, next), next);
  }

  const std::vector<model::Move>& moves_;
  Rates rates_;
  Limits limits_;
  std::vector<std::size_t> awaited_;
  std::vector<std::vector<std::size_t>> followers_;
  std::vector<std::size_t> ready_;
  std::vector<Running> running_;
  std::unordered_map<NodeName, Load> load_;
  double now_ = 0;
};

double rate_of(const model::Fleet& fleet, const NodeName& name) {
  const auto* node = model::find_node(fleet, name);
  return node && node->link ? node->link->bytes_per_second : 0;
}

}  // namespace

std::optional<Seconds> move_time(const model::Fleet& fleet, const model::Move& move) {
  const double slower = std::min(rate_of(fleet, move.from), rate_of(fleet, move.to));
  if (slower <= 0) return std::nullopt;
  return Seconds(data(move) / slower);
}

std::optional<Seconds> makespan(const model::Fleet& fleet, const std::vector<model::Move>& moves,
                                const Limits& limits) {
  auto known = rates(fleet, moves);
  if (!known) return std::nullopt;
  return Run(moves, std::move(*known), limits).length();
}

std::optional<Seconds> lower_bound(const model::Fleet& fleet, const std::vector<model::Move>& moves) {
  auto known = rates(fleet, moves);
  if (!known) return std::nullopt;
  std::unordered_map<NodeName, double> out, in;
  double longest = 0;
  for (const auto& move : moves) {
    const auto bytes = data(move);
    longest = std::max({longest, (out[move.from] += bytes) / (*known)[move.from],
                        (in[move.to] += bytes) / (*known)[move.to]});
  }
  return Seconds(longest);
}

void foretell(const model::Fleet& fleet, const Limits& limits, model::Plan& plan) {
  for (auto& move : plan.moves) move.expected_time = move_time(fleet, move);
  plan.expected_time = makespan(fleet, plan.moves, limits);
  plan.lower_bound = lower_bound(fleet, plan.moves);
}

}  // namespace haxen::planner

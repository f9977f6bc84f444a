// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how moves share links, event by event.
#include "planner/schedule.hpp"

#include <algorithm>
#include <limits>
#include <string_view>
#include <unordered_map>

namespace haxen::planner {
namespace {

/// The links of a fleet's nodes, by number.
class Links {
 public:
  using Number = std::uint32_t;

  explicit Links(const model::Fleet& fleet) {
    for (const auto& node : fleet.nodes)
      if (numbers_.try_emplace(node.name.str(), static_cast<Number>(rates_.size())).second)
        rates_.push_back(node.link ? node.link->bytes_per_second : 0);
  }

  std::size_t count() const { return rates_.size(); }
  /// A node that the fleet does not have has one as well, of which nothing is known.
  Number find(const NodeName& node) const {
    const auto found = numbers_.find(node.str());
    return found == numbers_.end() ? unknown : found->second;
  }
  /// Bytes per second; 0: unknown.
  double rate(Number link) const { return rates_[link]; }

 private:
  static constexpr Number unknown = 0;

  std::unordered_map<std::string_view, Number> numbers_;
  std::vector<double> rates_ = {0};
};

/// A move, seen from its links.
struct Transfer {
  Links::Number from, to;
  double bytes;  ///< memory and copied disks
};

Transfer transfer(const Links& links, const model::Move& move) {
  return {links.find(move.from), links.find(move.to),
          static_cast<double>((move.memory + storage(move)).count)};
}

/// By move; none where the rate of one of their links is unknown.
std::optional<std::vector<Transfer>> transfers(const Links& links, const std::vector<model::Move>& moves) {
  std::vector<Transfer> all;
  for (const auto& move : moves) {
    all.push_back(transfer(links, move));
    if (links.rate(all.back().from) <= 0 || links.rate(all.back().to) <= 0) return std::nullopt;
  }
  return all;
}

struct Load {
  unsigned out = 0, in = 0;
};

/// The moves as they would run. Time goes from one end of a move to the next.
class Run {
 public:
  Run(const std::vector<model::Move>& moves, const Links& links, std::vector<Transfer> transfers,
      const Limits& limits)
      : moves_(moves),
        links_(links),
        transfers_(std::move(transfers)),
        limits_(limits),
        awaited_(moves.size()),
        followers_(moves.size()),
        load_(links.count()) {
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

  bool may_start(std::size_t i) const {
    if (moves_[i].kind == model::MoveKind::adopt) return true;
    return running_.size() < limits_.fleet && load_[transfers_[i].from].out < limits_.per_source &&
           load_[transfers_[i].to].in < limits_.per_target;
  }

  void start_ready() {
    std::vector<std::size_t> rest;
    for (const auto i : ready_) {
      if (!may_start(i)) {
        rest.push_back(i);
        continue;
      }
      running_.push_back({i, transfers_[i].bytes});
      ++load_[transfers_[i].from].out;
      ++load_[transfers_[i].to].in;
    }
    ready_ = std::move(rest);
  }

  double rate(std::size_t i) const {
    const auto [from, to, bytes] = transfers_[i];
    return std::min(links_.rate(from) / load_[from].out, links_.rate(to) / load_[to].in);
  }

  void advance() {
    double step = std::numeric_limits<double>::infinity();
    for (const auto& run : running_) step = std::min(step, run.left / rate(run.move));
    std::vector<Running> rest;
    std::vector<std::size_t> ended;
    for (auto& run : running_) {
      const double speed = rate(run.move);
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
    --load_[transfers_[index].from].out;
    --load_[transfers_[index].to].in;
    for (const auto next : followers_[index])
      if (--awaited_[next] == 0) ready_.insert(std::ranges::upper_bound(ready_, next), next);
  }

  const std::vector<model::Move>& moves_;
  const Links& links_;
  std::vector<Transfer> transfers_;
  Limits limits_;
  std::vector<std::size_t> awaited_;
  std::vector<std::vector<std::size_t>> followers_;
  std::vector<std::size_t> ready_;
  std::vector<Running> running_;
  std::vector<Load> load_;  ///< by link
  double now_ = 0;
};

std::optional<Seconds> move_time(const Links& links, const model::Move& move) {
  const auto [from, to, bytes] = transfer(links, move);
  const double slower = std::min(links.rate(from), links.rate(to));
  if (slower <= 0) return std::nullopt;
  return Seconds(bytes / slower);
}

std::optional<Seconds> makespan(const Links& links, const std::vector<model::Move>& moves,
                                const Limits& limits) {
  auto known = transfers(links, moves);
  if (!known) return std::nullopt;
  return Run(moves, links, std::move(*known), limits).length();
}

std::optional<Seconds> lower_bound(const Links& links, const std::vector<model::Move>& moves) {
  const auto known = transfers(links, moves);
  if (!known) return std::nullopt;
  std::vector<double> out(links.count()), in(links.count());
  double longest = 0;
  for (const auto& [from, to, bytes] : *known)
    longest =
        std::max({longest, (out[from] += bytes) / links.rate(from), (in[to] += bytes) / links.rate(to)});
  return Seconds(longest);
}

}  // namespace

std::optional<Seconds> move_time(const model::Fleet& fleet, const model::Move& move) {
  return move_time(Links(fleet), move);
}

std::optional<Seconds> makespan(const model::Fleet& fleet, const std::vector<model::Move>& moves,
                                const Limits& limits) {
  return makespan(Links(fleet), moves, limits);
}

std::optional<Seconds> lower_bound(const model::Fleet& fleet, const std::vector<model::Move>& moves) {
  return lower_bound(Links(fleet), moves);
}

void foretell(const model::Fleet& fleet, const Limits& limits, model::Plan& plan) {
  const Links links(fleet);
  for (auto& move : plan.moves) move.expected_time = move_time(links, move);
  plan.expected_time = makespan(links, plan.moves, limits);
  plan.lower_bound = lower_bound(links, plan.moves);
}

}  // namespace haxen::planner

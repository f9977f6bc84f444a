// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how score, price and rules follow each step.
#include "planner/spread.hpp"

#include <algorithm>
#include <numeric>

namespace haxen::planner {
namespace {

bool binds_to_node(const RuleRow& row) {
  return row.must && row.kind == model::RuleKind::together && row.rule->label.empty();
}

/// By VM: the first of those with whom it moves.
std::vector<VmIndex> companies(const Placement& start) {
  std::vector<VmIndex> first(start.table().vm_count());
  std::iota(first.begin(), first.end(), VmIndex{0});
  const auto find = [&](VmIndex v) {
    while (first[v] != v) v = first[v] = first[first[v]];
    return v;
  };
  for (const auto& row : start.rules().rows()) {
    if (!binds_to_node(row)) continue;
    const auto node = start.node_of(row.members.front());
    const bool is_united =
        std::ranges::all_of(row.members, [&](VmIndex v) { return start.node_of(v) == node; });
    if (!is_united) continue;
    for (const auto v : row.members) {
      const auto a = find(v);
      const auto b = find(row.members.front());
      first[std::max(a, b)] = std::min(a, b);
    }
  }
  for (VmIndex v = 0; v < first.size(); ++v) first[v] = find(v);
  return first;
}

/// By company, each company standing where its first by UUID does: so that numbers do not depend on who is
/// where.
std::vector<VmIndex> in_lasting_order(const Table& table, const std::vector<VmIndex>& company) {
  const auto uuid = [&](VmIndex v) -> const VmUuid& { return table.vms()[v].vm->uuid; };
  auto leader = company;
  for (VmIndex v = 0; v < company.size(); ++v)
    if (uuid(v) < uuid(leader[company[v]])) leader[company[v]] = v;
  std::vector<VmIndex> order(company.size());
  std::iota(order.begin(), order.end(), VmIndex{0});
  std::ranges::sort(order, [&](VmIndex a, VmIndex b) {
    const auto& x = uuid(leader[company[a]]);
    const auto& y = uuid(leader[company[b]]);
    return x != y ? x < y : uuid(a) < uuid(b);
  });
  return order;
}

double seconds_by_link(const NodeRow& row, std::int64_t memory) {
  const auto& link = row.node->link;
  return link && link->bytes_per_second > 0 ? static_cast<double>(memory) / link->bytes_per_second : 0;
}

}  // namespace

Spread::Spread(const Placement& start, const Balance& balance, const Bounds& bounds, double price,
               const Allowance& allowance)
    : now_(start),
      balance_(&balance),
      allowance_(allowance),
      mover_of_(start.table().vm_count()),
      on_(start.table().node_count()),
      held_(start.table().node_count()),
      stamp_(start.table().node_count(), 1) {
  for (NodeIndex n = 0; n < node_count(); ++n) may_enter_.push_back(bounds.may_enter(n));
  form_movers(bounds, price);
  part_.resize(node_count());
  for (NodeIndex n = 0; n < node_count(); ++n) score_ += part_[n] = balance.part(n, held_[n]);
}

void Spread::form_movers(const Bounds& bounds, double price) {
  const auto& table = now_.table();
  const auto company = companies(now_);
  members_ = in_lasting_order(table, company);
  double mean = 0;
  for (const auto& row : table.vms()) mean += static_cast<double>(row.memory) / table.vm_count();
  for (std::size_t begin = 0, end = 0; begin < members_.size(); begin = end) {
    while (end < members_.size() && company[members_[end]] == company[members_[begin]]) ++end;
    Mover mover;
    mover.vms = std::span(members_).subspan(begin, end - begin);
    mover.may_move = std::ranges::all_of(mover.vms, bounds.may_touch);
    const auto node = now_.node_of(mover.vms.front());
    for (const auto v : mover.vms) {
      mover.amounts = mover.amounts + balance_->amounts(v);
      mover.memory += table.vms()[v].memory;
      mover_of_[v] = static_cast<MoverIndex>(movers_.size());
    }
    const auto count = static_cast<double>(mover.vms.size());
    mover.price = price * (count + (mean > 0 ? static_cast<double>(mover.memory) / mean : 0)) / 2;
    mover.seconds = seconds_by_link(table.nodes()[node], mover.memory);
    on_[node].push_back(static_cast<MoverIndex>(movers_.size()));
    held_[node] = held_[node] + mover.amounts;
    at_.push_back(node);
    movers_.push_back(mover);
  }
  home_ = at_;
}

double Spread::own_strain(MoverIndex mover) const {
  double sum = 0;
  for (const auto v : movers_[mover].vms) sum += now_.strain(v, now_.node_of(v));
  return sum;
}

double Spread::strain(MoverIndex mover, NodeIndex to) const {
  double sum = 0;
  for (const auto v : movers_[mover].vms)
    if (!now_.rules().of(v).empty()) sum += now_.strain(v, to) - now_.strain(v, now_.node_of(v));
  return sum;
}

bool Spread::may_go(MoverIndex mover, NodeIndex to) const {
  const auto& row = movers_[mover];
  if (!row.may_move || !may_enter_[to] || at_[mover] == to) return false;
  if (row.vms.size() == 1) return now_.admits(row.vms.front(), to);
  return row.memory <= now_.free(to) && row.amounts[1] <= now_.free_vcpus(to) &&
         std::ranges::all_of(row.vms, [&](VmIndex v) {
           return now_.table().is_eligible(v, at_[mover], to) && now_.rules().permits(v, at_[mover], to);
         });
}

bool Spread::is_affordable(std::span<const Step> steps) const {
  auto movers = static_cast<double>(movers_away_);
  double bytes = bytes_away_;
  double seconds = seconds_away_;
  for (const auto& [mover, to] : steps) {
    const int change = (to != home_[mover]) - (at_[mover] != home_[mover]);
    movers += change * static_cast<double>(movers_[mover].vms.size());
    bytes += change * static_cast<double>(movers_[mover].memory);
    seconds += change * movers_[mover].seconds;
  }
  const auto fits = [](const auto& limit, double value, double now) {
    return !limit || value <= static_cast<double>(*limit) || value <= now;
  };
  return fits(allowance_.movers, movers, static_cast<double>(movers_away_)) &&
         fits(allowance_.bytes, bytes, bytes_away_) && fits(allowance_.seconds, seconds, seconds_away_);
}

std::optional<Change> Spread::make(std::span<const Step> steps) {
  if (!is_affordable(steps)) return std::nullopt;
  const double before = total();
  Change change;
  for (const auto& step : steps) change.rules -= own_strain(step.mover);
  if (!make_vms(steps)) return std::nullopt;
  for (const auto& step : steps) change.rules += own_strain(step.mover);
  change.score = total() - before;
  return change;
}

bool Spread::make_vms(std::span<const Step> steps) {
  const auto first = steps.front();
  if (steps.size() == 1 && movers_[first.mover].vms.size() == 1) {
    const auto vm = movers_[first.mover].vms.front();
    if (!now_.admits(vm, first.to)) return false;
    hop(vm, first.to);
    return true;
  }
  const auto before = made();
  std::vector<Wish> pending;
  for (const auto& [mover, to] : steps)
    for (const auto v : movers_[mover].vms) pending.push_back({v, to});
  const auto wishes = pending;
  for (const auto& wish : wishes) now_.loosen(wish.vm);
  std::vector<bool> parked(pending.size());
  while (!pending.empty()) {
    const auto admitted =
        std::ranges::find_if(pending, [&](const Wish& wish) { return now_.admits(wish.vm, wish.to); });
    if (admitted != pending.end()) {
      hop(admitted->vm, admitted->to);
      parked.erase(parked.begin() + (admitted - pending.begin()));
      pending.erase(admitted);
    } else if (!park_one(pending, parked)) {
      break;
    }
  }
  for (const auto& wish : wishes) now_.fasten(wish.vm);
  if (pending.empty()) return true;
  undo_to(before);
  return false;
}

/// The smallest of them, where it leaves the least room to spare; each once at most.
bool Spread::park_one(std::span<const Wish> pending, std::vector<bool>& parked) {
  const auto memory = [&](std::size_t i) { return now_.table().vms()[pending[i].vm].memory; };
  std::vector<std::size_t> by_size(pending.size());
  std::iota(by_size.begin(), by_size.end(), std::size_t{0});
  std::ranges::stable_sort(by_size, {}, memory);
  for (const auto i : by_size) {
    if (parked[i]) continue;
    const auto& [vm, to] = pending[i];
    NodeIndex best = nowhere;
    for (NodeIndex n = 0; n < node_count(); ++n) {
      if (n == to || !may_enter_[n] || !now_.has_room(vm, n)) continue;
      if (best != nowhere && now_.free(n) >= now_.free(best)) continue;
      if (!now_.is_welcome(vm, n) || !now_.table().is_eligible(vm, n, to) || !now_.rules().permits(vm, n, to))
        continue;
      best = n;
    }
    if (best == nowhere) continue;
    parked[i] = true;
    hop(vm, best);
    return true;
  }
  return false;
}

void Spread::hop(VmIndex vm, NodeIndex to) {
  const auto from = now_.node_of(vm);
  hops_.push_back({vm, from, to});
  place(vm, to);
}

void Spread::place(VmIndex vm, NodeIndex to) {
  const auto from = now_.node_of(vm);
  const auto mover = mover_of_[vm];
  now_.move(vm, to);
  held_[from] = held_[from] - balance_->amounts(vm);
  held_[to] = held_[to] + balance_->amounts(vm);
  refresh(from);
  refresh(to);
  if (vm != movers_[mover].vms.front()) return;
  on_[from].erase(std::ranges::lower_bound(on_[from], mover));
  on_[to].insert(std::ranges::lower_bound(on_[to], mover), mover);
  count_away(mover, -1);
  at_[mover] = to;
  count_away(mover, 1);
}

void Spread::count_away(MoverIndex mover, int sign) {
  if (at_[mover] == home_[mover]) return;
  const auto& row = movers_[mover];
  movers_away_ += static_cast<std::size_t>(sign) * row.vms.size();
  bytes_away_ += sign * static_cast<double>(row.memory);
  seconds_away_ += sign * row.seconds;
  priced_ += sign * row.price;
}

void Spread::refresh(NodeIndex node) {
  stamp_[node] = ++time_;
  const double part = balance_->part(node, held_[node]);
  score_ += part - part_[node];
  part_[node] = part;
}

void Spread::undo_to(std::size_t made) {
  while (hops_.size() > made) {
    const auto last = hops_.back();
    hops_.pop_back();
    place(last.vm, last.from);
  }
}

}  // namespace haxen::planner

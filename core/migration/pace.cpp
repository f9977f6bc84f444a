// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how fast migrations go here, by those that there were.
#include "migration/pace.hpp"

#include <algorithm>
#include <variant>

namespace haxen::migration {

namespace {

using Past = std::vector<model::PastPace>;

constexpr Seconds least_look{0.2};

template <class T>
T median(std::vector<T> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

// Requires at least one, as the next does.
Pace median_of(Past past) {
  std::vector<double> rates;
  std::vector<Seconds> overheads;
  for (const auto& each : past) {
    rates.push_back(each.rate.bytes_per_second);
    overheads.push_back(each.overhead);
  }
  return {Bandwidth{median(rates)}, median(overheads)};
}

Pace fastest_of(Past past) {
  const auto rate = [](const model::PastPace& each) { return each.rate.bytes_per_second; };
  const auto fastest = std::ranges::max_element(past, {}, rate);
  return {fastest->rate, fastest->overhead};
}

std::optional<Pace> stated(const model::Fleet& fleet, const NodeName& from, const NodeName& to) {
  const auto* source = model::find_node(fleet, from);
  const auto* target = model::find_node(fleet, to);
  if (source == nullptr || target == nullptr || !source->link || !target->link) return std::nullopt;
  return Pace{Bandwidth{std::min(source->link->bytes_per_second, target->link->bytes_per_second)},
              Seconds(0)};
}

}  // namespace

std::vector<model::PastPace> Paces::of_these(const NodeName& from, const NodeName& to) const {
  Past same, near;
  for (const auto& each : past_) {
    const bool leaves_so = each.from == from;
    const bool arrives_so = each.to == to;
    if (leaves_so && arrives_so) same.push_back(each);
    if (leaves_so || arrives_so) near.push_back(each);
  }
  return same.empty() ? near : same;
}

std::optional<Pace> Paces::between(const model::Fleet& fleet, const NodeName& from,
                                   const NodeName& to) const {
  for (const auto& those : {of_these(from, to), past_})
    if (!those.empty()) return median_of(those);
  return stated(fleet, from, to);
}

std::optional<Pace> Paces::at_best(const model::Fleet& fleet, const NodeName& from,
                                   const NodeName& to) const {
  const auto these = of_these(from, to);
  const auto link = stated(fleet, from, to);
  if (these.empty()) return link;
  const auto past = fastest_of(these);
  return link && past.rate.bytes_per_second < link->rate.bytes_per_second ? link : past;
}

std::optional<model::PastPace> PaceMeter::take(const model::Happening& happening) {
  if (const auto* sample = std::get_if<model::Sampled>(&happening)) {
    auto& seen = seen_[sample->vm.uuid];
    if (sample->processed < seen.last.processed) return std::nullopt;  // some are zero at the very end
    seen.last = {sample->elapsed, sample->processed};
    if (!seen.first && sample->processed.count > 0) seen.first = seen.last;
    return std::nullopt;
  }
  const auto* ended = std::get_if<model::MoveEnded>(&happening);
  if (ended == nullptr) return std::nullopt;
  const auto found = seen_.find(ended->vm.uuid);
  if (found == seen_.end()) return std::nullopt;
  const auto seen = found->second;
  seen_.erase(found);
  const auto& outcome = ended->outcome;
  const bool is_plain =
      outcome.move.kind == model::MoveKind::migrate && outcome.result == model::MoveResult::moved;
  if (!is_plain || !outcome.time || !seen.first) return std::nullopt;
  const auto looked = seen.last.elapsed - seen.first->elapsed;
  if (looked < least_look || seen.last.processed <= seen.first->processed) return std::nullopt;
  const Bytes sent{seen.last.processed.count - seen.first->processed.count};
  const Bandwidth rate{static_cast<double>(sent.count) / looked.count()};
  const Seconds sending(static_cast<double>(seen.last.processed.count) / rate.bytes_per_second);
  return model::PastPace{outcome.move.from, outcome.move.to, rate,
                         std::max(Seconds(0), *outcome.time - sending)};
}

}  // namespace haxen::migration

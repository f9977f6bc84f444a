// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how far an operation has come, from the events that tell it.
#include "report/progress.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <variant>

#include "report/bar.hpp"
#include "report/story.hpp"
#include "report/table.hpp"
#include "report/text.hpp"

namespace haxen::report {

namespace {

template <class... Each>
struct Cases : Each... {
  using Each::operator()...;
};

// Never 100 before all is done.
std::string percent(double share) { return fmt::format("{:3.0f}%", std::floor(share * 100)); }

/// Tenths would only flicker.
std::string whole(Seconds length) {
  const auto seconds = std::ceil(length.count());
  return seconds < 60 ? fmt::format("{:.0f} s", seconds) : to_string(Seconds(seconds));
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t start = 0; start < text.size();) {
    const auto end = text.find('\n', start);
    lines.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return lines;
}

// Ranks: what helps least to judge whether it goes well is the first to go; in a drain all come from one
// node.
std::vector<Column> columns() {
  return {{.squeeze = Squeeze::middle, .least = 8},
          {.squeeze = Squeeze::middle, .least = 6, .rank = 5},
          {.squeeze = Squeeze::middle, .least = 8},
          {},
          {.align = Align::right},
          {.align = Align::right},
          {.align = Align::right, .rank = 4},
          {.rank = 3},
          {.align = Align::right, .rank = 2},
          {.align = Align::right, .rank = 1}};
}

// Padded, so that nothing jumps from one drawing to the next.
std::vector<Cell> measured(const model::Sampled& sample, const Style& style) {
  return {{bar(sent_share(sample), 12, style.glyphs), Tone::good},
          {percent(sent_share(sample))},
          {fmt::format("{:>8} left", to_string(sample.remaining))},
          {sample.rate ? fmt::format("{:>10}", to_string(*sample.rate)) : ""},
          {sample.iteration > 0 ? fmt::format("pass {}", sample.iteration) : ""},
          {sample.downtime_limit
               ? fmt::format("{} {}", at_most(style.glyphs), to_string(Seconds(*sample.downtime_limit)))
               : ""},
          {sample.time_left ? fmt::format("{:>4}", whole(*sample.time_left)) : ""}};
}

}  // namespace

void Progress::take(const model::Event& event) {
  std::visit(
      Cases{[&](const model::OperationBegan& it) {
              operation_ = it;
              began_ = event.time;
            },
            [&](const model::MoveStarted& it) { start(it.vm, it.from, it.to, it.memory + it.storage); },
            [&](const model::MoveAdopted& it) { start(it.vm, it.from, it.to, it.memory); },
            [&](const model::Sampled& it) { look(it); }, [&](const model::MoveEnded& it) { end(it); },
            [](const auto&) {}},
      event.what);
}

void Progress::start(const model::NamedVm& vm, const NodeName& from, const NodeName& to, Bytes data) {
  running_.push_back({vm, from, to, data});
}

void Progress::look(const model::Sampled& sample) {
  const auto running =
      std::ranges::find_if(running_, [&](const Running& each) { return each.vm.uuid == sample.vm.uuid; });
  if (running == running_.end()) return;
  running->sample = sample;
  running->best = std::max(running->best, sent_share(sample));
}

void Progress::end(const model::MoveEnded& ended) {
  std::erase_if(running_, [&](const Running& each) { return each.vm.uuid == ended.vm.uuid; });
  ++(ended.outcome.result == model::MoveResult::moved ? moved_ : other_ends_);
  done_ += ended.outcome.move.memory + storage(ended.outcome.move);
}

double Progress::share() const {
  if (!operation_) return 0;
  const auto all = operation_->memory + operation_->storage;
  if (all.count == 0) return 0;
  auto sent = static_cast<double>(done_.count);
  for (const auto& each : running_) sent += each.best * static_cast<double>(each.data.count);
  return std::min(sent / static_cast<double>(all.count), 1.0);
}

// Once there is something to go by, the pace so far; before that the forecast.
std::optional<Seconds> Progress::time_left(model::Moment now) const {
  const Seconds elapsed = now - began_;
  const auto sent = share();
  if (sent >= 1) return std::nullopt;
  if (sent > 0.1 && elapsed > Seconds(3)) return elapsed * (1 - sent) / sent;
  if (operation_->expected_time && *operation_->expected_time > elapsed)
    return *operation_->expected_time - elapsed;
  return std::nullopt;
}

std::string Progress::whole_line(model::Moment now, const Style& style) const {
  std::vector<std::string> counts = {fmt::format("{} of {} moved", moved_, operation_->moves)};
  if (other_ends_ > 0) counts.push_back(fmt::format("{} not", other_ends_));
  if (!running_.empty()) counts.push_back(fmt::format("{} running", running_.size()));
  const auto left = time_left(now);
  Table table{{{}, {}, {.align = Align::right}, {.rank = 1}, {.rank = 2}}, {}, 0};
  table.rows.push_back({{{fmt::format("{}", fmt::join(counts, ", ")), Tone::strong},
                         {bar(share(), 22, style.glyphs)},
                         {percent(share())},
                         {left ? fmt::format("about {} left", whole(*left)) : ""},
                         {fmt::format("{} so far", whole(Seconds(now - began_)))}},
                        {}});
  return render(table, style);
}

std::string Progress::vm_lines(const std::vector<Running>& shown, const Style& style) const {
  Table table{columns(), {}, 0};
  for (const auto& each : shown) {
    Row row{{{each.vm.name.str(), Tone::strong},
             {each.from.str()},
             {fmt::format("{} {}", arrow(style.glyphs), each.to)}},
            {}};
    if (each.sample) {
      const auto cells = measured(*each.sample, style);
      row.cells.insert(row.cells.end(), cells.begin(), cells.end());
    } else {
      row.cells.push_back({"preparing", Tone::faint});
    }
    table.rows.push_back(row);
  }
  return render(table, style);
}

std::vector<std::string> Progress::lines(model::Moment now, const Style& style) const {
  if (!operation_) return {};
  auto narrower = style;
  narrower.width = style.width > 1 ? style.width - 1 : 1;  // the last column is left free: nothing may wrap
  // Two lines are kept for the whole and for those that are not shown, one stays free.
  const auto room = style.height > 4 ? style.height - 3 : 1;
  const auto shown = std::min(running_.size(), room);
  auto screen = vm_lines({running_.begin(), running_.begin() + static_cast<std::ptrdiff_t>(shown)}, narrower);
  if (shown < running_.size()) screen += fmt::format("and {} more\n", running_.size() - shown);
  return split(screen + whole_line(now, narrower));
}

}  // namespace haxen::report

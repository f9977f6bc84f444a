// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the ways in which an operation under way is told: on a terminal, in plain lines, as events for
// scripts.
#include "report/narrator.hpp"

#include <chrono>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <variant>

#include "report/area.hpp"
#include "report/documents.hpp"
#include "report/progress.hpp"
#include "report/story.hpp"
#include "report/table.hpp"

namespace haxen::report {

namespace {

using namespace std::chrono_literals;

class TerminalNarrator final : public Narrator {
 public:
  std::string hear(const model::Event& event, const Style& style) override {
    progress_.take(event);
    // A bar says better that a migration runs.
    if (std::holds_alternative<model::MoveStarted>(event.what)) return {};
    const auto told = story(event.what, style.glyphs);
    if (told.text.empty()) return {};
    auto bytes = area_.erased(style.width);
    bytes += paragraph(told, 0, style);
    bytes += area_.drawn(progress_.lines(event.time, style), style.width);
    return bytes;
  }
  std::string tick(model::Moment now, const Style& style) override {
    return area_.drawn(progress_.lines(now, style), style.width);
  }
  std::string pause(const Style& style) override { return area_.erased(style.width); }

 private:
  Progress progress_;
  Area area_;
};

class PlainNarrator final : public Narrator {
 public:
  std::string hear(const model::Event& event, const Style& style) override {
    if (!began_) began_ = event.time;
    const auto* sample = std::get_if<model::Sampled>(&event.what);
    const auto told = sample ? Cell{progress(event.time, *sample)} : story(event.what, style.glyphs);
    if (told.text.empty()) return {};
    const auto since = std::chrono::duration_cast<std::chrono::seconds>(event.time - *began_).count();
    return paragraph({fmt::format("[{}:{:02}] {}", since / 60, since % 60, told.text), told.tone}, 0, style);
  }
  std::string tick(model::Moment, const Style&) override { return {}; }
  std::string pause(const Style&) override { return {}; }

 private:
  struct Told {
    model::Moment when{};
    int quarter = 0;
  };

  std::string progress(model::Moment now, const model::Sampled& sample) {
    const auto share = sent_share(sample);
    const auto quarter = static_cast<int>(share * 4);
    const auto [last, is_first] = told_.try_emplace(sample.vm.uuid, Told{now, 0});
    if (quarter <= last->second.quarter && now - last->second.when < 10s) return {};
    last->second = {now, quarter};
    auto text =
        fmt::format("{}: {:.0f}% sent, {} left", sample.vm.name, share * 100, to_string(sample.remaining));
    if (sample.rate) text += fmt::format(" at {}", to_string(*sample.rate));
    text += fmt::format(", pass {}", sample.iteration);
    if (sample.downtime_limit)
      text += fmt::format(", downtime limit {}", to_string(Seconds(*sample.downtime_limit)));
    return text;
  }

  std::optional<model::Moment> began_;
  std::map<VmUuid, Told> told_;
};

class EventNarrator final : public Narrator {
 public:
  std::string hear(const model::Event& event, const Style&) override { return event_line(event); }
  std::string tick(model::Moment, const Style&) override { return {}; }
  std::string pause(const Style&) override { return {}; }
};

}  // namespace

std::unique_ptr<Narrator> terminal_narrator() { return std::make_unique<TerminalNarrator>(); }
std::unique_ptr<Narrator> plain_narrator() { return std::make_unique<PlainNarrator>(); }
std::unique_ptr<Narrator> event_narrator() { return std::make_unique<EventNarrator>(); }

}  // namespace haxen::report

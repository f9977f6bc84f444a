// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what to say of each event.
#include "report/story.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <variant>

#include "report/anomalies.hpp"
#include "report/hooks.hpp"
#include "report/text.hpp"
#include "report/words.hpp"

namespace haxen::report {

namespace {

struct Narration {
  Glyphs glyphs;

  Cell operator()(const model::OperationBegan& it) const {
    if (it.moves == 0) return {fmt::format("{}; operation {}", it.command, it.operation)};
    auto text = fmt::format("{}: {}, {}", it.command, counted(it.moves, "VM", "VMs"), to_string(it.memory));
    if (it.expected_time) text += fmt::format(", about {}", to_string(*it.expected_time));
    return {fmt::format("{}; operation {}", text, it.operation)};
  }
  Cell operator()(const model::Marked& it) const {
    switch (it.kind) {
      case model::MarkKind::cordon: return {fmt::format("{}: cordoned", it.node)};
      case model::MarkKind::claim: return {fmt::format("{}: {} booked", it.node, to_string(it.booked))};
    }
    return {};
  }
  Cell operator()(const model::Unmarked& it) const {
    switch (it.kind) {
      case model::MarkKind::cordon: return {fmt::format("{}: not cordoned any more", it.node)};
      case model::MarkKind::claim: return {fmt::format("{}: booking released", it.node)};
    }
    return {};
  }
  Cell operator()(const model::MoveStarted& it) const {
    auto text = fmt::format("{}: {} {} {}", it.vm.name, it.from, arrow(glyphs), it.to);
    text += it.memory.count > 0 ? ", " + to_string(it.memory) : ", its definition";
    if (it.storage.count > 0) text += fmt::format(" and {} of disks", to_string(it.storage));
    return {text};
  }
  Cell operator()(const model::MoveAdopted& it) const {
    return {fmt::format("{}: {} {} {} is under way already, followed from here", it.vm.name, it.from,
                        arrow(glyphs), it.to)};
  }
  Cell operator()(const model::Sampled&) const { return {}; }
  Cell operator()(const model::DowntimeRaised& it) const {
    return {fmt::format("{}: downtime limit {} {} {}: {}", it.vm.name, to_string(Seconds(it.from)),
                        arrow(glyphs), to_string(Seconds(it.to)), it.why)};
  }
  Cell operator()(const model::Throttled& it) const {
    return {fmt::format("{}: slowed down by {} %, since it writes faster than its memory goes over",
                        it.vm.name, it.percent)};
  }
  Cell operator()(const model::PostCopyBegan& it) const {
    return {fmt::format("{}: goes on at its target, the rest of its memory follows (post-copy): {}",
                        it.vm.name, it.why)};
  }
  Cell operator()(const model::MoveEnded& it) const {
    const auto& end = it.outcome;
    auto text = fmt::format("{}: {}", it.vm.name, word(end.result));
    if (end.node)
      text += fmt::format("{} {}", end.result == model::MoveResult::moved ? " to" : " on", *end.node);
    if (end.time && end.result == model::MoveResult::moved)
      text += fmt::format(" in {}", to_string(*end.time));
    if (end.outage) text += fmt::format(", outage {}", to_string(*end.outage));
    if (!end.fault.empty()) text += fmt::format(": {}", end.fault);
    return {text, tone(end.result)};
  }
  Cell operator()(const model::ShutDownAsked& it) const {
    return {fmt::format("{}: asked to shut down on {}", it.vm.name, it.node)};
  }
  Cell operator()(const model::ShutDownEnded& it) const {
    const auto& end = it.outcome;
    auto text = fmt::format("{}: {} on {}", it.vm.name, word(end.result), end.shut_down.node);
    if (!end.fault.empty()) text += fmt::format(": {}", end.fault);
    return {text, tone(end.result)};
  }
  Cell operator()(const model::Mended& it) const {
    auto text = it.vm ? fmt::format("{}: ", it.vm->name) : std::string();
    text += fmt::format("{}: {}", deed(it.remedy), word(it.outcome.result));
    if (!it.outcome.fault.empty()) text += fmt::format(": {}", it.outcome.fault);
    return {text, tone(it.outcome.result)};
  }
  Cell operator()(const model::StartBegan& it) const {
    if (it.memory.count == 0) return {fmt::format("{}: to be defined on {}", it.vm.name, it.node)};
    return {fmt::format("{}: to be started on {}, {}", it.vm.name, it.node, to_string(it.memory))};
  }
  Cell operator()(const model::StartEnded& it) const {
    const auto& end = it.outcome;
    auto text = fmt::format("{}: {} on {}", it.vm.name, word(end.result), end.start.vm.node);
    if (end.time && end.result == model::StartResult::running)
      text += fmt::format(" after {}", to_string(*end.time));
    if (!end.fault.empty()) text += fmt::format(": {}", end.fault);
    return {text, tone(end.result)};
  }
  Cell operator()(const model::Warned& it) const {
    std::string about;
    if (it.node) about += fmt::format("{}: ", *it.node);
    if (it.vm) about += fmt::format("{}: ", it.vm->name);
    return {fmt::format("warning: {}{}", about, it.text), Tone::warn};
  }
  Cell operator()(const model::Waiting& it) const {
    return {it.vm ? fmt::format("{}: waits: {}", it.vm->name, it.why) : fmt::format("waiting: {}", it.why)};
  }
  Cell operator()(const model::Stopping& it) const {
    auto text = fmt::format("{}: no new moves", word(it.cause));
    if (it.running > 0) {
      const bool aborts =
          it.cause == model::StopCause::asked_twice || it.cause == model::StopCause::time_limit;
      text += fmt::format(", {} under way {}", it.running,
                          aborts ? "aborted within seconds (the VMs stay)" : "to be finished");
    }
    if (!it.why.empty()) text += fmt::format(": {}", it.why);
    return {text, Tone::warn};
  }
  Cell operator()(const model::HookEnded& it) const {
    const auto about = it.vm ? fmt::format("{}: ", it.vm->name) : std::string();
    return {about + sentence(it), it.result == model::HookResult::passed ? Tone::plain : Tone::warn};
  }
  Cell operator()(const model::Testified& it) const {
    const auto text = fmt::format("{}: {}", it.testimony.node, sentence(it.testimony));
    return {text, it.testimony.sign == model::Sign::alive ? Tone::bad : Tone::plain};
  }
};

}  // namespace

Cell story(const model::Happening& happening, Glyphs glyphs) {
  return std::visit(Narration{glyphs}, happening);
}

double sent_share(const model::Sampled& sample) {
  if (sample.total.count == 0 || sample.iteration == 0) return 0;
  const auto left = static_cast<double>(sample.remaining.count) / static_cast<double>(sample.total.count);
  return std::clamp(1 - left, 0.0, 1.0);
}

}  // namespace haxen::report

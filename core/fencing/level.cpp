// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how one level is made ready, and how its device is switched or asked.
#include "fencing/level.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "fencing/agent.hpp"
#include "fencing/parameters.hpp"
#include "fencing/password.hpp"

namespace haxen::fencing {

namespace {

using namespace std::chrono_literals;
using model::FenceAction;
using model::FenceAttempt;
using model::FenceResult;
using model::Power;

constexpr int most_orders = 2;              // pcmk_off_retries of Pacemaker 2.1, by default
constexpr Milliseconds between = 1s;        // two questions, or two orders
constexpr Milliseconds for_metadata = 20s;  // an agent starts an interpreter, and asks nobody

FenceResult result_of(const Report& report) {
  switch (report.how) {
    case How::ended: return FenceResult::failed;
    case How::late: return FenceResult::late;
    case How::interrupted: return FenceResult::interrupted;
    case How::not_run: return FenceResult::failed;
  }
  return FenceResult::failed;
}

std::string_view word(Power power) { return power == Power::off ? "off" : "on"; }

FaultKind kind_of(FenceResult result) {
  switch (result) {
    case FenceResult::late: return FaultKind::late;
    case FenceResult::interrupted: return FaultKind::aborted;
    case FenceResult::not_run: return FaultKind::usage;
    case FenceResult::done:
    case FenceResult::failed:
    case FenceResult::not_tried: return FaultKind::failed;
  }
  return FaultKind::failed;
}

}  // namespace

Level::Level(const model::FenceLevel& level, const Interrupt& interrupt)
    : level_(level), interrupt_(interrupt) {}

Milliseconds Level::left() const {
  return std::chrono::floor<Milliseconds>(began_ + level_.timeout - Clock::now());
}

Objections Level::prepare() {
  const auto agent = find_agent(level_.agent);
  if (!agent) return {{Remark::agent_missing, level_.agent_place, agent.error().message, agent.error().hint}};
  agent_ = *agent;
  auto metadata = ask_metadata(agent_, std::min(left(), for_metadata), interrupt_);
  interrupted_ = !metadata && metadata.error().kind == FaultKind::aborted;
  if (!metadata)
    return {{Remark::metadata_unreadable, level_.agent_place,
             fmt::format("what fence agent '{}' tells of itself cannot be read: {}", level_.agent,
                         metadata.error().message),
             fmt::format("see what '{} -o metadata' says", agent_.string())}};
  auto found = objections(*metadata, level_);
  const auto exposed = password_exposure(level_);
  found.insert(found.end(), exposed.begin(), exposed.end());
  auto password = password_of(level_, left(), interrupt_);
  interrupted_ = !password && password.error().kind == FaultKind::aborted;
  if (!password)
    found.push_back({Remark::password_unreadable, level_.password_place, password.error().message,
                     password.error().hint});
  else
    password_ = std::move(*password);
  metadata_ = std::move(*metadata);
  return found;
}

FenceAttempt Level::ended(FenceResult result, std::string why, std::optional<Power> power) const {
  FenceAttempt attempt{level_.agent, level_.place, result, power, {}, Clock::now() - began_};
  if (result != FenceResult::done) attempt.fault = {kind_of(result), std::move(why), {}};
  return attempt;
}

FenceAttempt Level::refused(const Objections& objections) const {
  if (interrupted_) return ended(FenceResult::interrupted, "it was ended", std::nullopt);
  const auto first = std::ranges::find_if(objections, is_grave);
  auto attempt = ended(FenceResult::not_run, first->message, std::nullopt);
  attempt.fault.message = fmt::format("{}: {}", first->place, first->message);
  attempt.fault.hint = first->remedy;
  return attempt;
}

std::string Level::input(FenceAction action) const {
  return input_for(*metadata_, level_, action, password_);
}

/// None once the agent says that it has done it.
std::optional<FenceAttempt> Level::order(FenceAction action) const {
  for (int orders = 1;; ++orders) {
    const auto report = call(agent_, input(action), left(), interrupt_);
    if (report.how == How::ended && report.status == 0) return std::nullopt;
    const bool again = report.how == How::ended && orders < most_orders && left() > between;
    if (!again) return ended(result_of(report), complaint_of(report), std::nullopt);
    if (interrupt_.raised_within(between))
      return ended(FenceResult::interrupted, "it was ended", std::nullopt);
  }
}

/// Until the device says what is wanted; once, where nothing particular is.
FenceAttempt Level::ask(std::optional<Power> wanted) const {
  std::optional<Power> last;
  while (true) {
    const auto report = call(agent_, input(FenceAction::status), left(), interrupt_);
    const auto power = power_from(report);
    if (power) last = *power;
    if (power && (!wanted || *wanted == *power)) return ended(FenceResult::done, {}, last);
    if (!power && (!wanted || report.how != How::ended))
      return ended(result_of(report), power.error().message, last);
    const auto why = power ? fmt::format("it still says {}", word(*power)) : power.error().message;
    if (left() <= between)
      return ended(FenceResult::late,
                   fmt::format("it was told to switch {}, but within {} {}", word(*wanted),
                               to_string(Seconds(level_.timeout)), why),
                   last);
    if (interrupt_.raised_within(between)) return ended(FenceResult::interrupted, "it was ended", last);
  }
}

FenceAttempt Level::act(FenceAction action) {
  if (action == FenceAction::status) return ask(std::nullopt);
  if (auto failed = order(action)) return *failed;
  return ask(action == FenceAction::off ? Power::off : Power::on);
}

FenceAttempt attempt(const model::FenceLevel& level, FenceAction action, const Interrupt& interrupt) {
  Level one(level, interrupt);
  const auto found = one.prepare();
  return std::ranges::any_of(found, is_grave) ? one.refused(found) : one.act(action);
}

Examination examine(const model::FenceLevel& level, const Interrupt& interrupt) {
  Level one(level, interrupt);
  auto found = one.prepare();
  const bool usable = std::ranges::none_of(found, is_grave);
  auto status = usable ? one.act(FenceAction::status) : one.refused(found);
  return {std::move(found), std::move(status)};
}

}  // namespace haxen::fencing

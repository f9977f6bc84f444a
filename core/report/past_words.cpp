// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the words for how an operation ended.
#include "report/past_words.hpp"

#include "base/exit_code.hpp"

namespace haxen::report {

namespace {

std::string_view word(ExitCode code) {
  switch (code) {
    case ExitCode::done: return "done";
    case ExitCode::failed: return "failed";
    case ExitCode::usage: return "refused";
    case ExitCode::partial: return "in part";
    case ExitCode::no_plan: return "no plan";
    case ExitCode::unproven: return "unproven";
    case ExitCode::busy: return "busy";
    case ExitCode::advised: return "advised";
    case ExitCode::time_limit: return "time limit";
    case ExitCode::interrupted: return "interrupted";
  }
  return "?";
}

Tone tone(ExitCode code) {
  if (code == ExitCode::done) return Tone::good;
  return code == ExitCode::unproven || code == ExitCode::failed ? Tone::bad : Tone::warn;
}

}  // namespace

std::string title(const model::Operation& operation) {
  return operation.subject.empty() ? operation.command : operation.command + " " + operation.subject;
}

Cell result(const Past& past) {
  switch (past.state) {
    case PastState::under_way: return {"under way"};
    case PastState::cut_short: return {"cut short", Tone::bad};
    case PastState::ended: break;
  }
  if (!past.operation.exit_code) return {"cut short", Tone::bad};
  const auto code = static_cast<ExitCode>(*past.operation.exit_code);
  return {std::string(word(code)), tone(code)};
}

}  // namespace haxen::report

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a check is counted, and told.
#include "holding.hpp"

#include <fmt/format.h>

#include "say.hpp"
#include "session.hpp"
#include "state.hpp"
#include "store/advice.hpp"

namespace haxen::program {

namespace {

ExitCode weigh(std::int64_t in_a_row, unsigned hold) {
  if (in_a_row >= hold) return ExitCode::advised;
  tell(fmt::format("not advised yet: {} of {} checks in a row have found a change", in_a_row, hold));
  return ExitCode::done;
}

}  // namespace

ExitCode hold_back(const Globals& globals, unsigned hold, const std::function<ExitCode()>& check) {
  auto advice = store::Advice::open(state_directory());
  if (!advice) return refuse(globals, about("--hold", advice.error()));
  const auto fleet = whole_path(fleet_file_path(globals));
  const auto code = check();
  if (code == ExitCode::done) {
    if (const auto ended = advice->none(fleet); !ended) warn(ended.error().message);
  } else if (code == ExitCode::advised) {
    const auto in_a_row = advice->found(fleet, wall_time());
    if (in_a_row) return weigh(*in_a_row, hold);
    warn(in_a_row.error().message);
  }
  return code;
}

}  // namespace haxen::program

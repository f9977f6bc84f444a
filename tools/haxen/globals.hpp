// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the flags that every subcommand has.
#pragma once

#include <optional>
#include <string>

#include "base/duration.hpp"
#include "report/style.hpp"

namespace haxen::program {

enum class Output { text, json, jsonl };

struct Globals {
  std::optional<std::string> fleet_file;
  std::optional<Milliseconds> deadline;
  Output output = Output::text;
  report::ColourWish colour = report::ColourWish::automatic;
};

}  // namespace haxen::program

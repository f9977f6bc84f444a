// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the flags' values become typed ones.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/duration.hpp"
#include "base/names.hpp"
#include "base/result.hpp"
#include "model/mark.hpp"

namespace haxen::program {

/// An option that takes "250ms", "10s", "2m"; anything else is a wrong use that says so.
CLI::Option* add_duration(CLI::App& app, const std::string& name, std::optional<Milliseconds>& into,
                          const std::string& description);

/// A point in time: "2026-01-31T18:00Z" or a length of time from `now` on.
Result<model::WallTime> parse_until(const std::string& text, model::WallTime now);

std::vector<NodeName> node_names(const std::vector<std::string>& words);

}  // namespace haxen::program

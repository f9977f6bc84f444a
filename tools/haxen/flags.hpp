// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the flags' values become typed ones.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/duration.hpp"
#include "base/names.hpp"
#include "base/result.hpp"
#include "model/mark.hpp"

namespace haxen::program {

/// An option that takes "250ms", "10s", "2m", not below `least`; anything else is a wrong use that says so.
CLI::Option* add_duration(CLI::App& app, const std::string& name, std::optional<Milliseconds>& into,
                          const std::string& description, Milliseconds least = Milliseconds(1));

/// An option that takes one of the words; the help lists them, and anything else is a wrong use that does so
/// too.
template <class T>
CLI::Option* add_choice(CLI::App& app, const std::string& name, T& into,
                        const std::vector<std::pair<std::string, T>>& words, const std::string& description) {
  std::string list;
  for (const auto& [word, meaning] : words) list += (list.empty() ? "" : "|") + word;
  const auto read = [&into, words, name, list](const std::string& text) {
    for (const auto& [word, meaning] : words) {
      if (word != text) continue;
      into = meaning;
      return;
    }
    throw CLI::ValidationError(name, "'" + text + "' is none of " + list);
  };
  return app.add_option_function<std::string>(name, read, description)->type_name(list);
}

/// A point in time: "2026-01-31T18:00Z" or a length of time from `now` on.
Result<model::WallTime> parse_until(const std::string& text, model::WallTime now);

std::vector<NodeName> node_names(const std::vector<std::string>& words);

}  // namespace haxen::program

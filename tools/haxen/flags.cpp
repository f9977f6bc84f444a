// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how flags are read.
#include "flags.hpp"

#include <ctime>
#include <fmt/format.h>

namespace haxen::program {

CLI::Option* add_duration(CLI::App& app, const std::string& name, std::optional<Milliseconds>& into,
                          const std::string& description, Milliseconds least) {
  const auto read = [&into, name, least](const std::string& text) {
    const auto length = parse_duration(text);
    if (!length)
      throw CLI::ValidationError(name, fmt::format("{} ({})", length.error().message, length.error().hint));
    if (*length < least) throw CLI::ValidationError(name, fmt::format("'{}' must be above zero", text));
    into = *length;
  };
  return app.add_option_function<std::string>(name, read, description)->type_name("DURATION");
}

Result<model::WallTime> parse_until(const std::string& text, model::WallTime now) {
  if (const auto length = parse_duration(text)) return now + std::chrono::ceil<std::chrono::seconds>(*length);
  for (const auto* format : {"%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%MZ", "%Y-%m-%d"}) {
    std::tm fields{};
    const auto* end = strptime(text.c_str(), format, &fields);
    if (end != nullptr && *end == '\0') return model::WallTime(std::chrono::seconds(timegm(&fields)));
  }
  return fault(FaultKind::usage, fmt::format("'{}' is neither a time nor a duration", text),
               "for example 2h, 2026-01-31T18:00Z or 2026-01-31 (times are UTC)");
}

std::vector<NodeName> node_names(const std::vector<std::string>& words) {
  std::vector<NodeName> names;
  for (const auto& word : words) names.emplace_back(word);
  return names;
}

}  // namespace haxen::program

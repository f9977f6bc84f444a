// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the keys of [[node.fence]] that are ours; all others are parameters of the agent.
#include <algorithm>
#include <cctype>
#include <fmt/format.h>

#include "config/record.hpp"
#include "config/tables.hpp"

namespace haxen::config {

namespace {

using namespace std::chrono_literals;
using model::FenceLevel;
using model::FenceParameter;

constexpr auto title = "[[node.fence]]";

Result<void> accept_agent(const std::string& agent) {
  const auto fits = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.'; };
  if (agent.starts_with('/') || std::ranges::all_of(agent, fits)) return {};
  return fault(FaultKind::usage, "must be an agent's name or an absolute path", "such as \"fence_ipmilan\"");
}

/// A program and its arguments, of which two may be the same.
Reading<std::vector<std::string>> command() {
  return [](const Entry& entry) -> Result<std::vector<std::string>> {
    const auto* list = std::get_if<std::vector<Value>>(&entry.value.content);
    if (!list) return refuse_type(entry, "a list of texts, a program and its arguments");
    if (list->empty()) return refuse_value(entry, {FaultKind::usage, "must not be empty"});
    std::vector<std::string> words;
    for (const auto& value : *list) {
      auto word = text()({entry.key, entry.place, value});
      if (!word) return tl::unexpected(word.error());
      words.push_back(std::move(*word));
    }
    return words;
  };
}

Reading<FenceParameter> parameter() {
  return [](const Entry& entry) -> Result<FenceParameter> {
    FenceParameter made{entry.key, false, to_string(entry.place)};
    if (const auto* flag = std::get_if<bool>(&entry.value.content)) {
      made.value = *flag;
    } else if (const auto* number = std::get_if<std::int64_t>(&entry.value.content)) {
      made.value = *number;
    } else if (std::holds_alternative<std::string>(entry.value.content)) {
      auto words = text()(entry);
      if (!words) return tl::unexpected(words.error());
      made.value = std::move(*words);
    } else {
      return refuse_type(entry, "a text, a whole number, or true or false");
    }
    return made;
  };
}

const Fields<FenceLevel>& fields() {
  static const Fields<FenceLevel> all = {
      field<FenceLevel>("agent", &FenceLevel::agent, text_that(accept_agent)),
      field<FenceLevel>("timeout", &FenceLevel::timeout, duration(1s, 1h)),
      field<FenceLevel>("password_file", &FenceLevel::password_file, text()),
      field<FenceLevel>("password_command", &FenceLevel::password_command, command()),
  };
  return all;
}

// Which parameters there are, the agent knows.
Result<FenceLevel> with(FenceLevel level, const Entry& entry) {
  const auto ours = std::ranges::find(fields(), entry.key, &Field<FenceLevel>::key);
  if (ours == fields().end()) {
    auto given = parameter()(entry);
    if (!given) return tl::unexpected(given.error());
    level.parameters.push_back(std::move(*given));
    return level;
  }
  if (entry.key == "agent") level.agent_place = to_string(entry.value.place);
  if (entry.key.starts_with("password_")) {
    if (!level.password_place.empty())
      return refuse(entry.place, "'password_file' and 'password_command' stand both", "leave one out");
    level.password_place = to_string(entry.place);
  }
  return ours->put(std::move(level), entry);
}

Result<FenceLevel> read_level(const Section& section) {
  FenceLevel level;
  level.place = to_string(section.place);
  for (const auto& entry : section.table) {
    auto next = with(std::move(level), entry);
    if (!next) return next;
    level = std::move(*next);
  }
  if (level.agent.empty())
    return refuse(section.place, fmt::format("{} has no 'agent'", title), "add agent = \"fence_ipmilan\"");
  return level;
}

}  // namespace

Reading<std::vector<FenceLevel>> fence_levels() {
  return [](const Entry& entry) -> Result<std::vector<FenceLevel>> {
    const auto* list = std::get_if<std::vector<Value>>(&entry.value.content);
    if (!list) return refuse(entry.place, fmt::format("'fence' must be written as {}", title));
    std::vector<FenceLevel> levels;
    for (const auto& value : *list) {
      const auto* table = std::get_if<Table>(&value.content);
      if (!table) return refuse(value.place, fmt::format("'fence' must be written as {}", title));
      auto level = read_level({*table, value.place});
      if (!level) return tl::unexpected(level.error());
      levels.push_back(std::move(*level));
    }
    return levels;
  };
}

}  // namespace haxen::config

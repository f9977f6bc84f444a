// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which parameters an agent may be given, and how they are written for it.
#include "fencing/parameters.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>

#include "base/nearest.hpp"

namespace haxen::fencing {

namespace {

using model::FenceLevel;
using model::FenceParameter;

struct Refusal {
  std::string why;
  std::string remedy;
};

const Refusal logs = {"an agent that tells what it does may write passwords into logs", "leave it out"};
const Refusal secret = {"a password does not stand in the fleet file",
                        "use password_file or password_command"};
const Refusal sent = {"haxen sends the action itself", "leave it out"};
const Refusal chatter = {"it keeps the agent from its work", "leave it out"};

const std::map<std::string, Refusal, std::less<>>& refused() {
  static const std::map<std::string, Refusal, std::less<>> all = {
      {"action", sent},
      {"option", sent},
      {"password", secret},
      {"passwd", secret},
      {"debug", logs},
      {"debug_file", logs},
      {"verbose", logs},
      {"verbose_level", logs},
      {"help", chatter},
      {"version", chatter},
      {"missing_as_off",
       {"a device that does not know the node would pass for one that is off", "leave it out"}},
  };
  return all;
}

// Agents take either letter for the other.
std::string with_underscores(std::string name) {
  std::ranges::replace(name, '-', '_');
  return name;
}

const Refusal* refusal_of(const std::string& name) {
  const auto found = refused().find(with_underscores(name));
  return found == refused().end() ? nullptr : &found->second;
}

const FenceParameter* given(const FenceLevel& level, const std::string& name) {
  const auto found = std::ranges::find(level.parameters, name, &FenceParameter::name);
  return found == level.parameters.end() ? nullptr : &*found;
}

const FenceParameter* given_by_any_name(const FenceLevel& level, const Known& known) {
  if (const auto* found = given(level, known.name)) return found;
  for (const auto& name : known.old_names)
    if (const auto* found = given(level, name)) return found;
  return nullptr;
}

bool is_flag_word(std::string word) {
  std::ranges::transform(word, word.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  constexpr std::array words = {"1", "0", "yes", "no", "on", "off", "true", "false"};
  return std::ranges::find(words, word) != words.end();
}

bool is_whole(std::string_view word) {
  if (word.starts_with('-')) word.remove_prefix(1);
  return !word.empty() && word.size() < 19 && word.find_first_not_of("0123456789") == word.npos;
}

std::string written(const FenceParameter& parameter) {
  if (const auto* text = std::get_if<std::string>(&parameter.value)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&parameter.value)) return fmt::format("{}", *number);
  return std::get<bool>(parameter.value) ? "1" : "0";
}

/// What the value must be; empty where it is that.
std::string wrong_kind(const Known& known, const FenceParameter& parameter) {
  const auto text = written(parameter);
  const bool is_flag = std::holds_alternative<bool>(parameter.value);
  switch (known.kind) {
    case Kind::text: return is_flag ? "a text" : "";
    case Kind::whole_number: return !is_flag && is_whole(text) ? "" : "a whole number";
    case Kind::seconds:
      return !is_flag && is_whole(text) && !text.starts_with('-') ? "" : "a whole number of seconds";
    case Kind::flag: return is_flag || is_flag_word(text) ? "" : "true or false";
    case Kind::choice:
      if (!is_flag && std::ranges::find(known.choices, text) != known.choices.end()) return "";
      return fmt::format("one of {}", fmt::join(known.choices, ", "));
  }
  return {};
}

/// Every name that may be used, the current ones only.
std::vector<std::string> usable(const Metadata& metadata) {
  std::vector<std::string> names;
  for (const auto& known : metadata.parameters)
    if (!known.deprecated && refusal_of(known.name) == nullptr) names.push_back(known.name);
  return names;
}

class Judge {
 public:
  Judge(const Metadata& metadata, const FenceLevel& level) : metadata_(metadata), level_(level) {}

  Objections run() {
    actions();
    for (const auto& parameter : level_.parameters) one(parameter);
    for (const auto& known : metadata_.parameters) required(known);
    password();
    return std::move(found_);
  }

 private:
  void add(const std::string& place, std::string message, std::string remedy = {},
           Remark remark = Remark::parameters_wrong) {
    found_.push_back({remark, place, std::move(message), std::move(remedy)});
  }

  void actions() {
    for (const auto* action : {"status", "off"}) {
      if (std::ranges::find(metadata_.actions, action) != metadata_.actions.end()) continue;
      add(level_.agent_place,
          fmt::format("fence agent '{}' knows no action '{}', without which nothing is proven", level_.agent,
                      action),
          "use another agent");
    }
  }

  void one(const FenceParameter& parameter) {
    const auto& name = parameter.name;
    if (const auto* refusal = refusal_of(name))
      return add(parameter.place, fmt::format("'{}' is not taken: {}", name, refusal->why), refusal->remedy);
    const auto* known = find(metadata_, name);
    if (known == nullptr) return unknown(parameter);
    if (const auto wanted = wrong_kind(*known, parameter); !wanted.empty())
      add(parameter.place, fmt::format("'{}' must be {}", name, wanted));
    else if (const auto sound = accept_value(written(parameter)); !sound)
      add(parameter.place, fmt::format("'{}' {}", name, sound.error().message), sound.error().hint);
    if (const auto* now = successor(metadata_, name)) replaced(parameter, *now);
  }

  void unknown(const FenceParameter& parameter) {
    const auto names = usable(metadata_);
    const auto meant = nearest(parameter.name, names);
    add(parameter.place,
        fmt::format("fence agent '{}' knows no parameter '{}'", level_.agent, parameter.name),
        meant ? fmt::format("did you mean '{}'?", *meant)
              : fmt::format("it knows {}", fmt::join(names, ", ")));
  }

  void replaced(const FenceParameter& parameter, const Known& now) {
    if (given(level_, now.name) != nullptr)
      return add(parameter.place,
                 fmt::format("'{}' is an old name of '{}', which stands there too", parameter.name, now.name),
                 "leave it out");
    add(parameter.place, fmt::format("'{}' is an old name of '{}'", parameter.name, now.name),
        fmt::format("write {} in its place", now.name), Remark::old_name);
  }

  void required(const Known& known) {
    const bool stands_for_another = known.deprecated && successor(metadata_, known.name) != nullptr;
    if (!known.required || stands_for_another) return;
    if (known.name == "password" || known.name == "passwd") {
      if (level_.password_place.empty())
        add(level_.place, fmt::format("fence agent '{}' needs a password", level_.agent),
            "add password_file or password_command");
      return;
    }
    if (refusal_of(known.name) != nullptr || given_by_any_name(level_, known) != nullptr) return;
    add(level_.place, fmt::format("fence agent '{}' needs '{}'", level_.agent, known.name),
        fmt::format("add {}", known.name));
  }

  void password() {
    if (level_.password_place.empty()) return;
    if (find(metadata_, "password") != nullptr || find(metadata_, "passwd") != nullptr) return;
    add(level_.password_place, fmt::format("fence agent '{}' takes no password", level_.agent),
        "leave it out");
  }

  const Metadata& metadata_;
  const FenceLevel& level_;
  Objections found_;
};

std::string_view word(model::FenceAction action) {
  switch (action) {
    case model::FenceAction::status: return "status";
    case model::FenceAction::off: return "off";
    case model::FenceAction::on: return "on";
  }
  return {};
}

}  // namespace

Objections objections(const Metadata& metadata, const FenceLevel& level) {
  return Judge(metadata, level).run();
}

std::string input_for(const Metadata& metadata, const FenceLevel& level, model::FenceAction action,
                      const std::optional<std::string>& password) {
  // Without it agents reboot.
  auto lines = fmt::format("action={}\n", word(action));
  for (const auto& parameter : level.parameters)
    lines += fmt::format("{}={}\n", parameter.name, written(parameter));
  if (password)
    lines += fmt::format("{}={}\n", find(metadata, "password") != nullptr ? "password" : "passwd", *password);
  return lines;
}

Result<void> accept_value(const std::string& value) {
  const auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7f; };
  if (value.empty()) return fault(FaultKind::usage, "is empty");
  if (std::ranges::any_of(value, is_control)) return fault(FaultKind::usage, "holds control characters");
  if (value.front() == ' ' || value.back() == ' ')
    return fault(FaultKind::usage, "begins or ends with a blank, which agents strip");
  if (value.size() > 1 && value.front() == '"' && value.back() == '"')
    return fault(FaultKind::usage, "stands in quotation marks, which agents strip", "write it without them");
  return {};
}

}  // namespace haxen::fencing

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a guard's answers are read.
#include "guard/scripts.hpp"

#include <map>
#include <sstream>
#include <string_view>

namespace haxen::guard {

namespace {

using model::GuardPart;

// Before the code with which a script ended.
constexpr std::string_view ending = "haxen: ended with ";

std::optional<GuardPart> part_of(const std::string& word) {
  static const std::map<std::string, GuardPart> parts{{"none", GuardPart::missing},
                                                      {"off", GuardPart::missing},
                                                      {"other", GuardPart::other},
                                                      {"current", GuardPart::current},
                                                      {"needless", GuardPart::current}};
  const auto found = parts.find(word);
  return found == parts.end() ? std::nullopt : std::optional(found->second);
}

std::string last_line(std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  return std::string(text.substr(text.rfind('\n') + 1));
}

}  // namespace

const std::string& admission() {
  static const std::string script = "/etc/libvirt/hooks/qemu.d/haxen-guard admit\n";
  return script;
}

std::optional<model::Guard> read_answer(const std::string& text) {
  std::map<std::string, std::string> told;
  std::istringstream lines(text);
  bool whole = false;
  for (std::string line; !whole && std::getline(lines, line);) {
    whole = line == "told";
    const auto blank = line.find(' ');
    if (!whole && blank != std::string::npos) told[line.substr(0, blank)] = line.substr(blank + 1);
  }
  const auto program = part_of(told["program"]);
  const auto unit = part_of(told["unit"]);
  if (!whole || !program || !unit) return std::nullopt;
  return model::Guard{*program, *unit, told["admitted"] == "yes", told["root"] == "yes"};
}

std::string with_ending(const std::string& script) {
  return "(\n" + script + "\n)\necho '" + std::string(ending) + "'$?";
}

Result<std::string> words_of(const std::string& text) {
  const auto at = text.rfind(ending);
  if (at == std::string::npos) return fault(FaultKind::unreachable, "its shell did not come to an end");
  auto words = text.substr(0, at);
  if (text.substr(at + ending.size()) == "0\n") return words;
  const auto why = last_line(words);
  return fault(FaultKind::failed, why.empty() ? "its shell does not say why" : why);
}

}  // namespace haxen::guard

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the words in which scripted faults are written and read.
#include "simulation/fault.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fmt/format.h>
#include <utility>

#include "base/duration.hpp"

namespace haxen::simulation {

namespace {

constexpr std::array phases{std::pair(Phase::begin, "begin"), std::pair(Phase::prepare, "prepare"),
                            std::pair(Phase::perform, "perform"), std::pair(Phase::finish, "finish"),
                            std::pair(Phase::confirm, "confirm")};
constexpr std::array moments{std::pair(Moment::before, "before"), std::pair(Moment::at, "at"),
                             std::pair(Moment::replying, "replying"), std::pair(Moment::after, "after")};
constexpr std::array roles{std::pair(Place::Role::source, "source"), std::pair(Place::Role::target, "target"),
                           std::pair(Place::Role::operators_host, "operator")};

tl::unexpected<haxen::Fault> refused(std::string why) { return fault(FaultKind::usage, std::move(why)); }

using Words = std::vector<std::string>;

Words words_of(std::string_view text) {
  Words words;
  bool between = true;
  for (const char letter : text) {
    const bool space = std::isspace(static_cast<unsigned char>(letter)) != 0;
    if (!space && between) words.emplace_back();
    if (!space) words.back() += letter;
    between = space;
  }
  return words;
}

/// Takes words one after the other, and remembers that one was missing or wrong.
class Reader {
 public:
  explicit Reader(std::string_view text) : words_(words_of(text)) {}

  bool done() const { return next_ == words_.size(); }
  bool good() const { return good_; }
  std::string word() { return done() ? (good_ = false, std::string()) : words_[next_++]; }
  bool accept(const char* word) {
    const bool is_it = !done() && words_[next_] == word;
    if (is_it) ++next_;
    return is_it;
  }
  void expect(const char* word) { good_ = accept(word) && good_; }

  Place place() {
    const auto name = word();
    for (const auto& [role, called] : roles) {
      if (name == called) return {role};
    }
    return {Place::Role::node, NodeName(name)};
  }

  Duration duration() {
    const auto read = parse_duration(word());
    good_ = good_ && read.has_value();
    return read ? Duration(*read) : Duration{};
  }
  std::optional<Duration> length() { return accept("for") ? std::optional(duration()) : std::nullopt; }

  template <class Table>
  auto one_of(const Table& table) {
    const auto name = word();
    const auto found =
        std::ranges::find(table, name, [](const auto& entry) { return std::string(entry.second); });
    good_ = good_ && found != table.end();
    return found == table.end() ? table.front().first : found->first;
  }

  bool at_number() const {
    return !done() && std::isdigit(static_cast<unsigned char>(words_[next_].front())) != 0;
  }

 private:
  Words words_;
  std::size_t next_ = 0;
  bool good_ = true;
};

Trigger read_trigger(Reader& reader) {
  AtStep step;
  step.moment = reader.one_of(moments);
  if (step.moment == Moment::at && reader.at_number()) return AtTime{reader.duration()};
  step.phase = reader.one_of(phases);
  if (reader.accept("of")) step.vm = VmName(reader.word());
  return step;
}

Action read_kill(Reader& reader) {
  if (reader.accept("haxen")) return KillClient{};
  reader.expect("qemu");
  KillQemu action;
  if (reader.accept("of")) action.vm = VmName(reader.word());
  reader.expect("at");
  action.at = reader.place();
  return action;
}

Action read_cut(Reader& reader) {
  if (reader.accept("power")) {
    reader.expect("at");
    CutPower action{.at = reader.place()};
    action.length = reader.length();
    return action;
  }
  CutLink action;
  action.a = reader.place();
  action.b = reader.place();
  action.length = reader.length();
  return action;
}

Action read_exhaustion(Reader& reader) {
  reader.expect("memory");
  reader.expect("at");
  ExhaustMemory action{.at = reader.place()};
  action.length = reader.length().value_or(action.length);
  return action;
}

Action read_power_off(Reader& reader) {
  reader.expect("off");
  reader.expect("guest");
  PowerOffGuest action;
  if (!reader.done()) action.vm = VmName(reader.word());
  return action;
}

Action read_move(Reader& reader) {
  ForeignMove action{.vm = VmName(reader.word())};
  reader.expect("to");
  action.to = NodeName(reader.word());
  return action;
}

std::optional<Action> read_action(Reader& reader) {
  const auto verb = reader.word();
  if (verb == "restart") {
    reader.expect("daemon");
    reader.expect("at");
    return RestartDaemon{reader.place()};
  }
  if (verb == "kill") return read_kill(reader);
  if (verb == "cut") return read_cut(reader);
  if (verb == "exhaust") return read_exhaustion(reader);
  if (verb == "power") return read_power_off(reader);
  if (verb == "move") return read_move(reader);
  if (verb == "stop") return ForeignStop{VmName(reader.word())};
  if (verb == "pause") return ForeignPause{VmName(reader.word())};
  return std::nullopt;
}

// At a time of the clock no migration is meant, so its ends have no meaning.
bool needs_step(const Action& action) {
  const auto role_bound = [](const Place& place) {
    return place.role == Place::Role::source || place.role == Place::Role::target;
  };
  if (const auto* cut = std::get_if<CutLink>(&action)) return role_bound(cut->a) || role_bound(cut->b);
  if (const auto* restart = std::get_if<RestartDaemon>(&action)) return role_bound(restart->at);
  if (const auto* kill = std::get_if<KillQemu>(&action)) return role_bound(kill->at) || !kill->vm;
  if (const auto* memory = std::get_if<ExhaustMemory>(&action)) return role_bound(memory->at);
  if (const auto* power = std::get_if<CutPower>(&action)) return role_bound(power->at);
  if (const auto* off = std::get_if<PowerOffGuest>(&action)) return !off->vm;
  return false;
}

Result<ScriptedFault> read_fault(std::string_view line) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return refused("no ':' between when and what");
  Reader when(line.substr(0, colon));
  Reader what(line.substr(colon + 1));
  const auto trigger = read_trigger(when);
  if (!when.good() || !when.done()) return refused("the part before ':' is not understood");
  const auto action = read_action(what);
  if (!action || !what.good() || !what.done()) return refused("the part after ':' is not understood");
  if (std::holds_alternative<AtTime>(trigger) && needs_step(*action)) {
    return refused("at a time of the clock, nodes and VMs must be called by their names");
  }
  return ScriptedFault{trigger, *action};
}

struct Wording {
  static std::string place(const Place& place) {
    for (const auto& [role, called] : roles) {
      if (place.role == role) return called;
    }
    return place.node.str();
  }
  static std::string length(const std::optional<Duration>& length) {
    if (!length) return {};
    return fmt::format(" for {}ms", std::chrono::duration_cast<Milliseconds>(*length).count());
  }

  std::string operator()(const AtStep& step) const {
    const auto vm = step.vm ? " of " + step.vm->str() : std::string();
    return fmt::format("{} {}{}", to_string(step.moment), to_string(step.phase), vm);
  }
  std::string operator()(const AtTime& time) const {
    return fmt::format("at {}ms", std::chrono::duration_cast<Milliseconds>(time.since_start).count());
  }
  std::string operator()(const RestartDaemon& a) const { return "restart daemon at " + place(a.at); }
  std::string operator()(const KillQemu& a) const {
    return "kill qemu" + (a.vm ? " of " + a.vm->str() : std::string()) + " at " + place(a.at);
  }
  std::string operator()(const CutLink& a) const {
    return fmt::format("cut {} {}{}", place(a.a), place(a.b), length(a.length));
  }
  std::string operator()(const KillClient&) const { return "kill haxen"; }
  std::string operator()(const ExhaustMemory& a) const {
    return "exhaust memory at " + place(a.at) + length(a.length);
  }
  std::string operator()(const PowerOffGuest& a) const {
    return "power off guest" + (a.vm ? " " + a.vm->str() : std::string());
  }
  std::string operator()(const CutPower& a) const { return "cut power at " + place(a.at) + length(a.length); }
  std::string operator()(const ForeignMove& a) const { return fmt::format("move {} to {}", a.vm, a.to); }
  std::string operator()(const ForeignStop& a) const { return "stop " + a.vm.str(); }
  std::string operator()(const ForeignPause& a) const { return "pause " + a.vm.str(); }
};

}  // namespace

std::string_view to_string(Phase phase) { return phases.at(static_cast<std::size_t>(phase)).second; }
std::string_view to_string(Moment moment) { return moments.at(static_cast<std::size_t>(moment)).second; }

std::string to_string(const ScriptedFault& fault) {
  return std::visit(Wording{}, fault.trigger) + ": " + std::visit(Wording{}, fault.action);
}

Result<std::vector<ScriptedFault>> parse_faults(std::string_view text) {
  std::vector<ScriptedFault> faults;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    line = line.substr(0, line.find('#'));
    if (words_of(line).empty()) continue;
    const auto read = read_fault(line);
    if (!read) return tl::unexpected(about(fmt::format("line {}", number), read.error()));
    faults.push_back(*read);
  }
  return faults;
}

}  // namespace haxen::simulation

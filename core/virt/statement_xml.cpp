// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the elements and attributes in which a VM's owner states what he wants.
#include "virt/statement_xml.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <sstream>

#include "base/nearest.hpp"
#include "model/rule_shape.hpp"
#include "virt/notes_xml.hpp"

namespace haxen::virt {

namespace {

using namespace std::chrono_literals;
using model::Rule;
using model::Statement;

constexpr std::size_t most_of_each = 64;   // groups, and rules, of one VM
constexpr std::size_t longest_text = 200;  // of a complaint's quotations too

std::string quoted(std::string text) {
  if (text.size() > longest_text) text = text.substr(0, longest_text) + "...";
  return "'" + text + "'";
}

Result<std::string> read_text(const std::string& text) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (text.empty()) return fault(FaultKind::usage, "is empty");
  if (text.size() > longest_text) return fault(FaultKind::usage, "is too long");
  if (std::ranges::any_of(text, is_control)) return fault(FaultKind::usage, "holds control characters");
  return text;
}

Result<bool> read_flag(const std::string& text) {
  if (text == "yes" || text == "true") return true;
  if (text == "no" || text == "false") return false;
  return fault(FaultKind::usage, fmt::format("must be yes or no, not {}", quoted(text)));
}

template <class Number>
auto read_number(Number least, Number most) {
  return [least, most](const std::string& text) -> Result<Number> {
    Number number{};
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec == std::errc() && read.ptr == text.data() + text.size() && number >= least && number <= most)
      return number;
    return fault(FaultKind::usage,
                 fmt::format("must be a number from {} to {}, not {}", least, most, quoted(text)));
  };
}

Result<Milliseconds> read_budget(const std::string& text) {
  const auto length = parse_duration(text);
  if (length && *length >= 1ms && *length <= 1h) return *length;
  return fault(FaultKind::usage, fmt::format("must be a duration from 1ms to 1h, not {}", quoted(text)));
}

Result<std::vector<std::string>> read_words(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) {
    if (std::ranges::find(words, word) == words.end()) words.push_back(std::move(word));
  }
  if (words.empty()) return fault(FaultKind::usage, "is empty");
  return words;
}

template <class T>
auto read_word(const std::vector<std::pair<std::string, T>>& known) {
  return [&known](const std::string& text) -> Result<T> {
    std::vector<std::string> words;
    for (const auto& [word, meaning] : known) {
      if (word == text) return meaning;
      words.push_back(word);
    }
    return fault(FaultKind::usage,
                 fmt::format("unknown word {}, known are {}", quoted(text), fmt::join(words, ", ")));
  };
}

/// The attributes of one element, taken out one by one; what is wrong is kept in words.
class Attributes {
 public:
  explicit Attributes(const pugi::xml_node& element) {
    for (const auto& attribute : element.attributes()) {
      const std::string_view name = attribute.name();
      if (!name.starts_with("xmlns")) left_.emplace_back(name, attribute.value());
    }
  }

  bool has(const std::string& key) const {
    return std::ranges::find(left_, key, [](const auto& each) { return each.first; }) != left_.end();
  }
  std::vector<std::string> keys() const {
    std::vector<std::string> all;
    for (const auto& [key, value] : left_) all.push_back(key);
    return all;
  }

  /// None where it is not there, or not understood.
  template <class Read>
  auto take(const std::string& key, Read read)
      -> std::optional<typename std::invoke_result_t<Read, std::string>::value_type> {
    const auto found = std::ranges::find(left_, key, [](const auto& each) { return each.first; });
    if (found == left_.end()) return std::nullopt;
    const auto text = found->second;
    left_.erase(found);
    auto value = read(text);
    if (value) return std::move(*value);
    complain(fmt::format("'{}' {}", key, value.error().message));
    return std::nullopt;
  }

  void complain(std::string what) { complaints_.push_back(std::move(what)); }

  /// All complaints, one for each attribute that nobody took included.
  std::vector<std::string> finish() {
    for (const auto& [key, value] : left_) complain(fmt::format("there is no use for {}", quoted(key)));
    return std::move(complaints_);
  }

 private:
  std::vector<std::pair<std::string, std::string>> left_;
  std::vector<std::string> complaints_;
};

/// Each of them with the element that it is about in front.
void add_complaints(Statement& statement, const std::string& element, const std::vector<std::string>& all) {
  for (const auto& each : all) statement.complaints.push_back(fmt::format("{}: {}", element, each));
}

const std::vector<std::pair<std::string, model::HandOver>> hand_overs = {
    {"fast", model::HandOver::fast}, {"confirmed", model::HandOver::confirmed}};

void read_policy(const pugi::xml_node& element, Statement& statement) {
  Attributes attributes(element);
  auto& policy = statement.policy;
  const auto put = [](auto& member, auto value) {
    if (value) member = value;
  };
  put(policy.outage_budget, attributes.take("outage_budget", read_budget));
  put(policy.may_throttle, attributes.take("may_throttle", read_flag));
  put(policy.may_postcopy, attributes.take("may_postcopy", read_flag));
  put(policy.may_shut_down, attributes.take("may_shut_down", read_flag));
  put(policy.priority, attributes.take("priority", read_number(-1000, 1000)));
  put(policy.hand_over, attributes.take("handover", read_word(hand_overs)));
  add_complaints(statement, "policy", attributes.finish());
}

void read_group(const pugi::xml_node& element, Statement& statement) {
  Attributes attributes(element);
  const auto name = attributes.take("name", read_text);
  auto complaints = attributes.finish();
  if (!name && complaints.empty()) complaints.emplace_back("has no 'name'");
  add_complaints(statement, "group", complaints);
  auto& groups = statement.groups;
  if (name && groups.size() < most_of_each && std::ranges::find(groups, *name) == groups.end())
    groups.push_back(*name);
}

/// What keeps a rule of its kind from meaning anything.
void check_shape(Attributes& attributes, model::RuleKind kind) {
  const auto shape = model::shape_of(kind);
  for (const auto& key : attributes.keys()) {
    if (key != "name" && key != "kind" && key != "priority" && !shape.has_use_for(key))
      attributes.complain(
          fmt::format("a rule of kind '{}' has no use for {}", model::word(kind), quoted(key)));
  }
  for (const auto& key : shape.needs)
    if (!attributes.has(key))
      attributes.complain(fmt::format("a rule of kind '{}' needs '{}'", model::word(kind), key));
  if (model::is_about_nodes(kind) && !attributes.has("nodes") && !attributes.has("values"))
    attributes.complain("names no node");
  if (attributes.has("values") && !attributes.has("label"))
    attributes.complain("'values' are of a 'label', and there is none");
}

Rule read_rule(Attributes& attributes, const std::string& name, model::RuleKind kind) {
  Rule rule;
  rule.kind = kind;
  rule.name = name;
  for (const auto& node : attributes.take("nodes", read_words).value_or(std::vector<std::string>{}))
    rule.nodes.emplace_back(node);
  rule.label = attributes.take("label", read_text).value_or("");
  rule.values = attributes.take("values", read_words).value_or(std::vector<std::string>{});
  rule.limit = attributes.take("limit", read_number(1U, 1'000'000U)).value_or(1U);
  rule.must = attributes.take("must", read_flag).value_or(true) && kind != model::RuleKind::prefer;
  rule.time = attributes.take("time", read_word(model::rule_times())).value_or(model::RuleTime::at_the_end);
  rule.priority = attributes.take("priority", read_number(-1000, 1000)).value_or(0);
  return rule;
}

void read_rule(const pugi::xml_node& element, Statement& statement) {
  Attributes attributes(element);
  const auto name = attributes.take("name", read_text);
  const bool has_kind = attributes.has("kind");
  const auto kind = attributes.take("kind", read_word(model::rule_kinds()));
  if (!name) attributes.complain("has no 'name' that could be used");
  if (!has_kind) attributes.complain("has no 'kind'");
  const auto title = name ? fmt::format("rule {}", quoted(*name)) : std::string("rule");
  std::optional<Rule> rule;
  if (name && kind) {
    check_shape(attributes, *kind);
    rule = read_rule(attributes, *name, *kind);
  }
  // Without its kind nobody knows what it has a use for.
  const auto complaints = attributes.finish();
  add_complaints(statement, title, complaints);
  const bool is_new =
      rule && std::ranges::find(statement.rules, rule->name, &Rule::name) == statement.rules.end();
  if (rule && !is_new) add_complaints(statement, title, {"stands twice"});
  if (is_new && complaints.empty() && statement.rules.size() < most_of_each)
    statement.rules.push_back(std::move(*rule));
}

}  // namespace

model::Statement read_statement(const pugi::xml_node& domain) {
  Statement statement;
  for (const auto& element : notes_of(domain).children()) {
    const auto name = local_name(element);
    if (name == "policy") read_policy(element, statement);
    if (name == "group") read_group(element, statement);
    if (name == "rule") read_rule(element, statement);
    const bool known = name == "policy" || name == "group" || name == "rule" || name == "origin" ||
                       name == "move" || name == "moved";
    if (element.type() == pugi::node_element && !known)
      statement.complaints.push_back(
          fmt::format("there is no use for the element {}", quoted(std::string(name))));
  }
  if (statement.complaints.size() > most_of_each) statement.complaints.resize(most_of_each);
  return statement;
}

}  // namespace haxen::virt

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the keys of [[rule]], and which of them each kind of rule needs and bears.
#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/glob.hpp"
#include "config/names.hpp"
#include "config/record.hpp"
#include "config/tables.hpp"
#include "model/rule_shape.hpp"

namespace haxen::config {

namespace {

using model::RuleKind;
using model::RuleTime;

template <class T>
auto in_rule(T model::Rule::*member) {
  return [member](RuleEntry& entry) -> T& { return entry.rule.*member; };
}

const std::map<std::string, RuleKind>& kinds() {
  static const std::map<std::string, RuleKind> all(model::rule_kinds().begin(), model::rule_kinds().end());
  return all;
}

const std::map<std::string, RuleTime>& times() {
  static const std::map<std::string, RuleTime> all(model::rule_times().begin(), model::rule_times().end());
  return all;
}

// Names and patterns become the names of the nodes that they mean.
Reading<std::vector<NodeName>> nodes(const std::vector<std::string>& known) {
  return [known](const Entry& entry) -> Result<std::vector<NodeName>> {
    const auto means = [](const std::string& word, const std::string& name) {
      return word == name || glob_matches(word, name);
    };
    const auto accept = [&](const std::string& word) -> Result<void> {
      if (std::ranges::any_of(known, [&](const auto& name) { return means(word, name); })) return {};
      return tl::unexpected(unknown_word("node", word, known));
    };
    const auto words = texts_that(accept)(entry);
    if (!words) return tl::unexpected(words.error());
    std::vector<NodeName> meant;
    for (const auto& name : known) {
      if (std::ranges::any_of(*words, [&](const auto& word) { return means(word, name); }))
        meant.emplace_back(name);
    }
    return meant;
  };
}

Reading<std::string> label(const Vocabulary& vocabulary) {
  std::vector<std::string> known;
  for (const auto& [name, values] : vocabulary.labels) known.push_back(name);
  return text_that([known](const std::string& word) -> Result<void> {
    if (std::ranges::find(known, word) != known.end()) return {};
    if (known.empty())
      return fault(FaultKind::usage, fmt::format("no node has a label '{}'", word), "give nodes labels");
    return tl::unexpected(unknown_word("label", word, known));
  });
}

Fields<RuleEntry> fields(const Vocabulary& vocabulary) {
  using model::Rule;
  return {
      field<RuleEntry>("kind", in_rule(&Rule::kind), one_of(kinds())),
      field<RuleEntry>("name", in_rule(&Rule::name), text()),
      field<RuleEntry>("vms", &RuleEntry::vms, texts_that(accept_pattern)),
      field<RuleEntry>("groups", &RuleEntry::groups, texts_that(accept_pattern)),
      field<RuleEntry>("nodes", in_rule(&Rule::nodes), nodes(vocabulary.nodes)),
      field<RuleEntry>("label", in_rule(&Rule::label), label(vocabulary)),
      field<RuleEntry>("values", in_rule(&Rule::values), texts()),
      field<RuleEntry>("limit", in_rule(&Rule::limit), count(1, 1'000'000)),
      field<RuleEntry>("must", in_rule(&Rule::must), flag()),
      field<RuleEntry>("time", in_rule(&Rule::time), one_of(times())),
      field<RuleEntry>("priority", in_rule(&Rule::priority), integer(-1000, 1000)),
  };
}

const std::vector<std::string> in_every_rule = {"kind", "name", "vms", "groups", "priority"};

bool has(const std::vector<std::string>& words, const std::string& word) {
  return std::ranges::find(words, word) != words.end();
}

const Entry* find(const Table& table, const std::string& key) {
  const auto found = std::ranges::find(table, key, &Entry::key);
  return found == table.end() ? nullptr : &*found;
}

Result<void> check_keys(const Section& section, const std::string& kind) {
  const auto shape = model::shape_of(kinds().at(kind));
  for (const auto& entry : section.table) {
    if (has(in_every_rule, entry.key) || shape.has_use_for(entry.key)) continue;
    return refuse(entry.place, fmt::format("a rule of kind '{}' has no use for '{}'", kind, entry.key));
  }
  for (const auto& key : shape.needs) {
    if (!find(section.table, key)) {
      return refuse(section.place, fmt::format("a rule of kind '{}' needs '{}'", kind, key));
    }
  }
  return {};
}

Result<void> check_places(const Section& section, const RuleEntry& entry, const Vocabulary& vocabulary) {
  const auto& rule = entry.rule;
  const auto* values = find(section.table, "values");
  if (values && rule.label.empty())
    return refuse(values->place, "'values' are of a 'label', and there is none");
  if (model::is_about_nodes(rule.kind) && rule.nodes.empty() && rule.values.empty()) {
    return refuse(section.place, "[[rule]] names no node",
                  "add nodes = [\"node1\"], or a label and its values");
  }
  if (!values) return {};
  const auto& known = vocabulary.labels.at(rule.label);
  for (const auto& value : rule.values) {
    if (known.contains(value)) continue;
    return refuse_value(
        *values, unknown_word("value of label '" + rule.label + "'", value, {known.begin(), known.end()}));
  }
  return {};
}

}  // namespace

Result<RuleEntry> read_rule(const Section& section, const Vocabulary& vocabulary) {
  auto entry = read_record(section.table, "[[rule]]", fields(vocabulary), RuleEntry{});
  if (!entry) return entry;
  const auto* kind = find(section.table, "kind");
  if (!kind) return refuse(section.place, "[[rule]] has no 'kind'", "add kind = \"apart\"");
  const auto word = std::get<std::string>(kind->value.content);
  auto& rule = entry->rule;
  if (const auto keys = check_keys(section, word); !keys) return tl::unexpected(keys.error());
  if (const auto places = check_places(section, *entry, vocabulary); !places)
    return tl::unexpected(places.error());
  if (entry->vms.empty() && entry->groups.empty()) {
    return refuse(section.place, "[[rule]] does not say which VMs it is about",
                  "add vms = [\"web*\"], or [\"*\"] for all");
  }
  if (rule.kind == RuleKind::prefer) rule.must = false;
  if (rule.name.empty()) rule.name = fmt::format("{} in line {}", word, section.place.line);
  return entry;
}

}  // namespace haxen::config

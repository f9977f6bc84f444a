// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a fleet file is put together from its tables.
#include "config/fleet_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <memory>

#include "config/reading.hpp"
#include "config/rules.hpp"
#include "config/tables.hpp"

namespace haxen::config {

namespace {

/// What stands at the top of the file: one table, or one of a list of tables.
struct Part {
  const Entry* entry;
  const Value* value;
  Place place;
  bool listed;
};

// In the author's order: [[node]], [[vm]] and [[rule]] may alternate, but TOML gathers them by name.
std::vector<Part> parts(const Table& document) {
  std::vector<Part> all;
  for (const auto& entry : document) {
    const auto* list = std::get_if<std::vector<Value>>(&entry.value.content);
    if (!list)
      all.push_back({&entry, &entry.value, entry.place, false});
    else if (list->empty())
      all.push_back({&entry, &entry.value, entry.place, true});
    else
      for (const auto& value : *list) all.push_back({&entry, &value, value.place, true});
  }
  std::ranges::stable_sort(all, {}, &Part::place);
  return all;
}

/// The file as far as it has been read.
struct Draft {
  Config config;
  std::vector<WrittenNode> nodes;
  std::map<std::string, Place> names;
  std::map<std::string, Place> uris;
  std::map<std::pair<std::string, unsigned>, Place> leases;  // by lockspace and host_id
  std::map<std::string, Place> rules;
  Vocabulary vocabulary;
};

Result<Draft> add_defaults(Draft draft, const Section& section) {
  return read_defaults(section).map([&](const Defaults& defaults) {
    draft.config.defaults = defaults;
    return std::move(draft);
  });
}

Result<Draft> add_hooks(Draft draft, const Section& section) {
  return read_hooks(section).map([&](const HookSettings& hooks) {
    draft.config.hooks = hooks;
    return std::move(draft);
  });
}

Place place_of(const Section& section, const std::string& key) {
  return std::ranges::find(section.table, key, &Entry::key)->value.place;
}

Place place_of(const Section& section, const std::string& table, const std::string& key) {
  const auto& entry = *std::ranges::find(section.table, table, &Entry::key);
  return place_of({std::get<Table>(entry.value.content), entry.place}, key);
}

Result<Draft> add_node(Draft draft, const Section& section) {
  auto node = read_node(section);
  if (!node) return tl::unexpected(node.error());
  const auto& entry = node->entry;
  const auto [name, new_name] = draft.names.emplace(entry.name.str(), place_of(section, "name"));
  if (!new_name) {
    return refuse(place_of(section, "name"), fmt::format("node '{}' is listed twice", entry.name),
                  fmt::format("it stands in line {} too", name->second.line));
  }
  // One node under two names would seem to run every one of its VMs twice.
  const auto [uri, new_uri] = draft.uris.emplace(entry.uri, place_of(section, "uri"));
  if (!new_uri && !entry.uri.starts_with("test:")) {
    return refuse(place_of(section, "uri"), fmt::format("'{}' is listed twice", entry.uri),
                  fmt::format("it stands in line {} too", uri->second.line));
  }
  if (entry.lease) {
    const auto& lease = *entry.lease;
    const auto at = place_of(section, "lease", "host_id");
    const auto [other, is_new] = draft.leases.emplace(std::pair(lease.lockspace, lease.host_id), at);
    if (!is_new) {
      return refuse(
          at,
          fmt::format("'host_id': {} is another node's in lockspace '{}'", lease.host_id, lease.lockspace),
          fmt::format("it stands in line {} too", other->second.line));
    }
  }
  draft.nodes.push_back(std::move(*node));
  return draft;
}

Result<Draft> add_vm(Draft draft, const Section& section) {
  auto vm = read_vm(section);
  if (!vm) return tl::unexpected(vm.error());
  draft.config.vms.push_back(std::move(*vm));
  return draft;
}

Result<Draft> add_rule(Draft draft, const Section& section) {
  auto rule = read_rule(section, draft.vocabulary);
  if (!rule) return tl::unexpected(rule.error());
  const auto [known, is_new] = draft.rules.emplace(rule->rule.name, section.place);
  if (!is_new) {
    return refuse(section.place, fmt::format("rule '{}' stands twice", rule->rule.name),
                  fmt::format("the other one begins in line {}", known->second.line));
  }
  draft.config.rules.push_back(std::move(*rule));
  return draft;
}

// Rules may speak of nodes that stand below them. What is wrong with a node is told when its turn comes.
Vocabulary vocabulary(const std::vector<Part>& all) {
  Vocabulary words;
  for (const auto& part : all) {
    const auto* table = std::get_if<Table>(&part.value->content);
    if (part.entry->key != "node" || !table) continue;
    for (const auto& entry : *table) {
      if (const auto name = text()(entry); entry.key == "name" && name) words.nodes.push_back(*name);
      if (const auto labels = texts_by_name()(entry); entry.key == "labels" && labels) {
        for (const auto& [label, value] : *labels) words.labels[label].insert(value);
      }
    }
  }
  return words;
}

struct Kind {
  std::string name;
  bool listed;
  Result<Draft> (*add)(Draft, const Section&);
};

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all = {
      {"defaults", false, add_defaults}, {"hooks", false, add_hooks},
      {"node", true, add_node},          {"vm", true, add_vm},
      {"rule", true, add_rule},
  };
  return all;
}

Result<Draft> add(Draft draft, const Part& part) {
  const auto kind = std::ranges::find(kinds(), part.entry->key, &Kind::name);
  if (kind == kinds().end()) {
    std::vector<std::string> names;
    for (const auto& each : kinds()) names.push_back(each.name);
    const auto unknown = unknown_word("table or key", part.entry->key, names);
    return refuse(part.entry->place, unknown.message, unknown.hint);
  }
  const auto* table = std::get_if<Table>(&part.value->content);
  if (!table || part.listed != kind->listed) {
    const auto header = kind->listed ? "[[" + kind->name + "]]" : "[" + kind->name + "]";
    return refuse(part.place, fmt::format("'{}' must be written as {}", kind->name, header));
  }
  return kind->add(std::move(draft), {*table, part.place});
}

Config finished(Draft draft) {
  for (auto& node : draft.nodes) {
    node.entry.reserve = node.reserve.value_or(draft.config.defaults.reserve);
    draft.config.nodes.push_back(std::move(node.entry));
  }
  return std::move(draft.config);
}

// Told where the last of them stands, for it is the one that was written against the others.
Result<Draft> without_contradictions(Draft draft) {
  auto whole = draft.config;
  for (const auto& node : draft.nodes) whole.nodes.push_back(node.entry);
  const auto found = contradictions(whole);
  if (found.empty()) return draft;
  const auto& first = found.front();
  Place place{};
  std::vector<std::string> rules;
  for (const auto& name : first.rules) {
    place = std::max(place, draft.rules.at(name));
    rules.push_back("'" + name + "'");
  }
  std::vector<std::string> vms;
  for (const auto& vm : first.vms) vms.push_back("'" + vm.str() + "'");
  return refuse(place,
                fmt::format("{} {} can never hold for {}: {}", rules.size() == 1 ? "rule" : "rules",
                            fmt::join(rules, " and "), fmt::join(vms, ", "), first.why),
                "change one, or say must = false");
}

tl::unexpected<Fault> unreadable(const std::string& file) {
  return fault(FaultKind::usage,
               fmt::format("'{}': cannot read the fleet file: {}", file, std::strerror(errno)),
               "write one, or name another with --fleet FILE or HAXEN_FLEET");
}

}  // namespace

std::string fleet_file(const std::optional<std::string>& flag,
                       const std::optional<std::string>& environment) {
  if (flag && !flag->empty()) return *flag;
  if (environment && !environment->empty()) return *environment;
  return "/etc/haxen/fleet.toml";
}

Result<Config> parse(const std::string& text, const std::string& file) {
  const auto document = read_document(text, file);
  if (!document) return tl::unexpected(document.error());
  const auto all = parts(*document);
  Draft draft;
  draft.vocabulary = vocabulary(all);
  for (const auto& part : all) {
    auto next = add(std::move(draft), part);
    if (!next) return tl::unexpected(next.error());
    draft = std::move(*next);
  }
  if (draft.nodes.empty()) {
    return refuse({file}, "names no node", "add a [[node]] table with a name and a uri for each");
  }
  return without_contradictions(std::move(draft)).map(finished);
}

Result<Config> load(const std::string& file) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream(std::fopen(file.c_str(), "re"), &std::fclose);
  if (!stream) return unreadable(file);
  std::string text;
  std::array<char, 1 << 16> block;
  while (const auto length = std::fread(block.data(), 1, block.size(), stream.get())) {
    text.append(block.data(), length);
  }
  if (std::ferror(stream.get())) return unreadable(file);
  return parse(text, file);
}

}  // namespace haxen::config

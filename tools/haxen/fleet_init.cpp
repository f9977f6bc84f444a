// SPDX-License-Identifier: GPL-2.0-or-later
// Knows `haxen fleet init`: a fleet file from what answers.
#include "fleet_init.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <map>
#include <set>

#include "config/fleet_file.hpp"
#include "config/fleet_text.hpp"
#include "files.hpp"
#include "host_search.hpp"
#include "report/text.hpp"
#include "report/words.hpp"
#include "say.hpp"
#include "session.hpp"

namespace haxen::program {

namespace {

std::string version(const model::Version& v) { return fmt::format("{}.{}.{}", v.major, v.minor, v.micro); }

std::string what_answers(const FoundHost& host) {
  std::vector<std::string> ways;
  for (std::size_t i = 0; i < host.ways.size(); ++i)
    if (host.answers[i]) ways.push_back(host.ways[i].words);
  const auto& node = host.node();
  return fmt::format("{} answers by {}: {} {}, libvirt {}, {}.", host.named.word, report::joined(ways),
                     report::word(node.hypervisor), version(node.hypervisor_version),
                     version(node.libvirt_version), report::counted(node.cpus, "CPU", "CPUs"));
}

std::string what_peers_say(const FoundHost& host) {
  const auto& standing = host.standings[host.best_peer];
  const auto asked = standing.yes + standing.no;
  if (asked == 0) return "Whether the other nodes reach it shows at the first move: none could be asked.";
  auto text = fmt::format("{} of {} that could be asked {} its libvirt.", standing.yes,
                          report::counted(asked, "other node", "other nodes"),
                          standing.yes == 1 ? "reaches" : "reach");
  if (standing.no > 0) text += fmt::format(" {}", standing.why_no);
  return text;
}

std::vector<std::string> why_silent(const FoundHost& host) {
  std::vector<std::pair<std::string, std::vector<std::string>>> ways_by_reason;
  for (std::size_t i = 0; i < host.ways.size(); ++i) {
    const auto& why = host.answers[i].error().message;
    auto known = std::ranges::find(ways_by_reason, why, &decltype(ways_by_reason)::value_type::first);
    if (known == ways_by_reason.end()) known = ways_by_reason.insert(known, {why, {}});
    known->second.push_back(host.ways[i].words);
  }
  std::vector<std::string> words{fmt::format("{} does not answer:", host.named.word)};
  for (const auto& [why, ways] : ways_by_reason)
    words.push_back(fmt::format("  by {}: {}", report::joined(ways), why));
  return words;
}

/// Turns hosts into entries, no two of one name or one host UUID.
class Entries {
 public:
  void add(const FoundHost& host) {
    config::WrittenEntry entry;
    entry.name = free_name(host);
    if (host.best) {
      entry.uri = host.ways[*host.best].uri;
      entry.peer_uri = host.peer_ways[host.best_peer].uri;
      entry.memory = host.node().memory_total;
      entry.remarks = {what_answers(host), what_peers_say(host)};
      if (!host.node().may_migrate) entry.remarks.emplace_back("This user may look, but not move VMs there.");
      hold_against_others(host, entry);
    } else {
      entry.uri = host.ways.front().uri;
      entry.remarks = why_silent(host);
      entry.left_out = true;
    }
    if (entry.left_out) ++left_out_;
    entries_.push_back(std::move(entry));
  }

  std::size_t left_out() const { return left_out_; }
  std::size_t usable() const { return entries_.size() - left_out_; }
  const std::vector<config::WrittenEntry>& all() const { return entries_; }

 private:
  NodeName free_name(const FoundHost& host) {
    const auto& basis = host.named.host.empty() ? host.named.word : host.named.host;
    const auto wanted =
        config::name_for(host.named.host.empty() && !host.named.uri.empty() ? "local" : basis);
    auto name = wanted;
    for (int number = 2; !names_.insert(name).second; ++number)
      name = NodeName(fmt::format("{}-{}", wanted, number));
    return name;
  }

  void hold_against_others(const FoundHost& host, config::WrittenEntry& entry) {
    const auto& uuid = host.node().host_uuid;
    if (uuid.empty()) return;
    const auto [known, is_new] = by_uuid_.emplace(uuid, entry.name);
    if (is_new) return;
    entry.left_out = true;
    entry.remarks.push_back(
        fmt::format("It reports the same host UUID as '{}': the same host by another name, or one that needs "
                    "a host_uuid of "
                    "its own in libvirtd.conf.",
                    known->second));
  }

  std::vector<config::WrittenEntry> entries_;
  std::set<NodeName> names_;
  std::map<std::string, NodeName> by_uuid_;
  std::size_t left_out_ = 0;
};

void warn_of(const config::WrittenEntry& entry) {
  if (!entry.left_out) return;
  std::string words;
  for (const auto& remark : entry.remarks) words += (words.empty() ? "" : "\n") + remark;
  warn(words);
}

Result<void> check_target(const InitFlags& flags) {
  std::error_code ignored;
  if (flags.write.empty() || flags.overwrite || !std::filesystem::exists(flags.write, ignored)) return {};
  return fault(FaultKind::usage, fmt::format("'{}' exists already", flags.write),
               "--overwrite replaces it; without --write, what would be written is only printed");
}

}  // namespace

ExitCode init_fleet(const Globals& globals, const InitFlags& flags) {
  if (const auto free = check_target(flags); !free) return refuse(globals, free.error());
  Entries entries;
  for (const auto& host : search(flags.hosts, globals.deadline.value_or(config::Defaults{}.deadline)))
    entries.add(host);
  for (const auto& entry : entries.all()) warn_of(entry);
  if (entries.usable() == 0)
    return refuse(globals, Fault{FaultKind::unreachable, "no host answers; nothing was written",
                                 "name hosts that you reach by ssh, or by TLS with libvirt's certificates"});
  const auto heading = fmt::format("Written by haxen fleet init on {:%Y-%m-%d}.", wall_time());
  const auto text = config::fleet_text(heading, entries.all());
  const auto file = flags.write.empty() ? "standard output" : flags.write;
  if (const auto read = config::parse(text, file); !read)
    return refuse(globals, read.error(), ExitCode::failed);
  if (flags.write.empty()) {
    put(text);
  } else {
    const auto written = write_file(flags.write, text);
    if (!written) return refuse(globals, written.error());
    tell(fmt::format("wrote '{}'; 'haxen --fleet {} fleet check' looks closer", file, file));
  }
  return entries.left_out() == 0 ? ExitCode::done : ExitCode::partial;
}

}  // namespace haxen::program

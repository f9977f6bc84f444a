// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how ways to hosts are tried.
#include "host_search.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

#include "checkup/examine.hpp"
#include "say.hpp"
#include "self.hpp"
#include "session.hpp"

namespace haxen::program {

namespace {

using Hosts = std::vector<FoundHost>;

std::vector<FoundHost> named_hosts(const std::vector<std::string>& words) {
  Hosts hosts;
  const auto own_name = self().holder.host;
  for (const auto& word : words) {
    FoundHost host;
    host.named = checkup::named_host(word);
    const auto same = [&](const FoundHost& other) { return other.named.word == host.named.word; };
    if (std::ranges::any_of(hosts, same)) continue;
    host.ways = checkup::ways_to(host.named);
    host.peer_ways = checkup::peer_ways_to(host.named, own_name);
    host.standings.resize(host.peer_ways.size());
    hosts.push_back(std::move(host));
  }
  return hosts;
}

// Every way is a node of its own here, called by its URI.
config::Config every_way(const Hosts& hosts, Milliseconds deadline) {
  config::Config config;
  config.defaults.deadline = deadline;
  for (const auto& host : hosts) {
    for (const auto& way : host.ways) {
      config::NodeEntry entry;
      entry.name = NodeName(way.uri);
      entry.uri = way.uri;
      if (config::find_node(config, entry.name) == nullptr) config.nodes.push_back(std::move(entry));
    }
  }
  return config;
}

Result<model::Node> answer_of(const model::Fleet& fleet, const std::string& uri) {
  const NodeName name(uri);
  if (const auto* node = model::find_node(fleet, name)) return *node;
  const auto absent = std::ranges::find(fleet.absent, name, &model::Absent::name);
  if (absent == fleet.absent.end()) return fault(FaultKind::failed, "was not asked");
  auto why = absent->why;
  const auto subject = fmt::format("node '{}': ", uri);
  if (why.message.starts_with(subject)) why.message.erase(0, subject.size());
  return tl::unexpected(std::move(why));
}

// Who may move VMs there comes before who may only look.
std::optional<std::size_t> best_of(const std::vector<Result<model::Node>>& answers) {
  const auto rank = [](const Result<model::Node>& answer) {
    return !answer ? 0 : answer->may_migrate ? 2 : 1;
  };
  const auto best = std::ranges::max_element(answers, {}, rank);
  if (best == answers.end() || !*best) return std::nullopt;
  return static_cast<std::size_t>(best - answers.begin());
}

std::vector<checkup::Question> questions_among(const Hosts& hosts) {
  std::vector<checkup::Question> questions;
  for (const auto& host : hosts) {
    if (!host.best) continue;
    checkup::Question question{NodeName(host.named.word), host.ways[*host.best].uri, {}};
    for (const auto& other : hosts) {
      if (!other.best || &other == &host) continue;
      for (const auto& way : other.peer_ways) question.peers.push_back({NodeName(other.named.word), way.uri});
    }
    questions.push_back(std::move(question));
  }
  return questions;
}

void count(const model::PairCheck& pair, checkup::Standing& standing) {
  switch (pair.reach) {
    case model::PeerReach::yes: ++standing.yes; break;
    case model::PeerReach::no:
      if (standing.no++ == 0) standing.why_no = fmt::format("from {}: {}", pair.from, pair.why);
      break;
    case model::PeerReach::unknown: break;
  }
}

// Answers come in the order of the questions' peers: way after way of host after host.
void take_standings(Hosts& hosts, const std::vector<checkup::Answers>& answers) {
  std::map<NodeName, FoundHost*> by_name;
  for (auto& host : hosts) by_name[NodeName(host.named.word)] = &host;
  for (const auto& answer : answers) {
    std::map<NodeName, std::size_t> way;
    for (const auto& pair : answer.pairs) count(pair, by_name[pair.to]->standings[way[pair.to]++]);
  }
}

// Where nobody could be asked: a way that answers us is likely to answer them, too.
std::size_t likely_peer_way(const FoundHost& host) {
  for (std::size_t i = 0; i < host.ways.size(); ++i) {
    if (!host.answers[i]) continue;
    const auto same = std::ranges::find(host.peer_ways, host.ways[i].uri, &checkup::Way::uri);
    if (same != host.peer_ways.end() && host.ways[i].words == "TLS")
      return static_cast<std::size_t>(same - host.peer_ways.begin());
  }
  const auto chosen = std::ranges::find(host.peer_ways, host.ways[*host.best].uri, &checkup::Way::uri);
  return chosen == host.peer_ways.end() ? 0 : static_cast<std::size_t>(chosen - host.peer_ways.begin());
}

}  // namespace

std::vector<FoundHost> search(const std::vector<std::string>& words, Milliseconds deadline) {
  auto hosts = named_hosts(words);
  tell(fmt::format("trying {} by ssh and TLS", fmt::join(words, ", ")));
  Session session(every_way(hosts, deadline));
  const auto fleet = session.loop().run(session.survey());
  for (auto& host : hosts) {
    for (const auto& way : host.ways) host.answers.push_back(answer_of(fleet, way.uri));
    host.best = best_of(host.answers);
  }
  const auto questions = questions_among(hosts);
  if (questions.size() > 1) {
    tell("asking those that answer which of the others they reach");
    take_standings(hosts, session.loop().run(checkup::examine(session.loop(), questions, deadline)));
  }
  for (auto& host : hosts)
    if (host.best) host.best_peer = checkup::best_way(host.standings, likely_peer_way(host));
  return hosts;
}

}  // namespace haxen::program

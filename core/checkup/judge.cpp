// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what is to be made of a fleet's answers.
#include "checkup/judge.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <set>
#include <tuple>

namespace haxen::checkup {

namespace {

using model::Finding;
using model::FindingKind;
using model::NodeCheck;

// Certificates, logs and cordons' times stand a second; what is certainly beyond it is told.
constexpr Seconds tolerated{1};

std::string transport_of(const std::string& uri) {
  const auto scheme = uri.substr(0, uri.find("://"));
  const auto rest = uri.substr(std::min(uri.size(), scheme.size() + 3));
  const auto plus = scheme.find('+');
  if (plus != std::string::npos) return scheme.substr(plus + 1) == "unix" ? "local" : scheme.substr(plus + 1);
  return rest.empty() || rest.starts_with('/') ? "local" : "tls";
}

NodeCheck node_check(const model::Fleet& fleet, const Question& question, const Answers& answers) {
  NodeCheck check{question.name, question.uri,          transport_of(question.uri), {},           {},
                  answers.clock, answers.clock_unknown, answers.lock_manager,       answers.guard};
  if (const auto* node = model::find_node(fleet, question.name)) check.node = *node;
  const auto absent = std::ranges::find(fleet.absent, question.name, &model::Absent::name);
  if (absent != fleet.absent.end()) check.fault = absent->why;
  return check;
}

std::string version_of(const model::Node& node) {
  const auto& version = node.hypervisor_version;
  return fmt::format("{}.{}.{}", version.major, version.minor, version.micro);
}

class Judge {
 public:
  Judge(model::FleetCheck& check, const std::set<NodeName>& fenced) : check_(check), fenced_(fenced) {}

  void run() {
    for (const auto& node : check_.nodes) {
      node_alone(node);
      if (node.guard) guard(node.name, *node.guard);
    }
    same_hosts();
    versions();
    for (const auto& pair : check_.pairs) reach(pair);
  }

 private:
  void add(FindingKind kind, std::vector<NodeName> nodes, std::string message, std::string remedy) {
    check_.findings.push_back({kind, std::move(nodes), std::move(message), std::move(remedy)});
  }

  void node_alone(const NodeCheck& check) {
    if (!check.node) return add(FindingKind::no_answer, {check.name}, check.fault.message, check.fault.hint);
    if (!check.node->may_migrate)
      add(FindingKind::may_not_migrate, {check.name},
          fmt::format("node '{}': this user may look, but not move VMs there", check.name),
          fmt::format("give {} a URI with another user in the fleet file", check.name));
    if (!check.clock) return;
    const auto ahead = check.clock->offset.count();
    if (std::abs(ahead) - check.clock->error.count() <= tolerated.count()) return;
    add(FindingKind::clock_off, {check.name},
        fmt::format("node '{}': its clock is {} {} ours", check.name, to_string(Seconds(std::abs(ahead))),
                    ahead > 0 ? "ahead of" : "behind"),
        "let an NTP service set the clocks of all hosts");
  }

  void guard(const NodeName& name, const model::Guard& guard) {
    if (guard.may_admit && is_shut(guard))
      add(FindingKind::guard_refusing, {name},
          fmt::format("node '{}': its guard lets no VM start, since this boot has not been admitted", name),
          fmt::format("'haxen undrain {}' compares, cleans up and admits it", name));
    const auto warn = [&](FindingKind kind, std::string_view what) {
      check_.findings.push_back({kind,
                                 {name},
                                 fmt::format("node '{}': {}", name, what),
                                 fmt::format("'haxen fleet install-guard {}' mends it", name),
                                 {},
                                 model::Severity::warning});
    };
    if (is_unguarded(guard)) {
      if (fenced_.contains(name))
        warn(FindingKind::guard_missing,
             "its VMs can be started elsewhere, and no guard keeps them from starting when it comes back");
    } else if (guard.unit == model::GuardPart::missing) {
      warn(FindingKind::guard_off,
           "haxen-guard.service is not active, so that its guard will not admit the next boot");
    } else if (!is_current(guard)) {
      warn(FindingKind::guard_outdated, "its guard is not the one of this haxen");
    }
  }

  void same_hosts() {
    std::map<std::string, std::vector<NodeName>> by_uuid;
    for (const auto& check : check_.nodes)
      if (check.node && !check.node->host_uuid.empty()) by_uuid[check.node->host_uuid].push_back(check.name);
    for (const auto& [uuid, nodes] : by_uuid) {
      if (nodes.size() < 2) continue;
      add(FindingKind::same_host_uuid, nodes,
          fmt::format("{} report the same host UUID {}, so that libvirt takes them for one host",
                      fmt::join(quoted(nodes), " and "), uuid),
          "set a host_uuid of its own in libvirtd.conf of each, or leave all but one out of the fleet file");
    }
  }

  static std::vector<std::string> quoted(const std::vector<NodeName>& nodes) {
    std::vector<std::string> words;
    for (const auto& node : nodes) words.push_back(fmt::format("'{}'", node));
    return words;
  }

  void versions() {
    const model::Node* oldest = nullptr;
    const model::Node* newest = nullptr;
    for (const auto& check : check_.nodes) {
      if (!check.node) continue;
      const auto& node = *check.node;
      if (newest != nullptr && node.hypervisor != newest->hypervisor) return;  // they share no VMs anyway
      if (oldest == nullptr || node.hypervisor_version < oldest->hypervisor_version) oldest = &node;
      if (newest == nullptr || node.hypervisor_version > newest->hypervisor_version) newest = &node;
    }
    if (oldest == nullptr || oldest->hypervisor_version == newest->hypervisor_version) return;
    add(FindingKind::versions_differ, {oldest->name, newest->name},
        fmt::format("'{}' has hypervisor {} and '{}' has {}: VMs do not move back to the older one",
                    oldest->name, version_of(*oldest), newest->name, version_of(*newest)),
        "bring all nodes to the same version");
  }

  void reach(const model::PairCheck& pair) {
    if (pair.reach != model::PeerReach::no) return;
    add(FindingKind::no_peer_to_peer, {pair.from, pair.to},
        fmt::format("'{}' cannot reach the libvirt of '{}': {}", pair.from, pair.to, pair.why),
        fmt::format("let {} connect to the peer_uri of {}", pair.from, pair.to));
  }

  model::FleetCheck& check_;
  const std::set<NodeName>& fenced_;
};

}  // namespace

model::FleetCheck judge(const model::Fleet& fleet, const std::vector<Question>& questions,
                        const std::vector<Answers>& answers) {
  model::FleetCheck check;
  std::set<NodeName> fenced;
  for (const auto& question : questions)
    if (question.fenced) fenced.insert(question.name);
  for (std::size_t i = 0; i < questions.size(); ++i) {
    check.nodes.push_back(node_check(fleet, questions[i], answers[i]));
    check.pairs.insert(check.pairs.end(), answers[i].pairs.begin(), answers[i].pairs.end());
  }
  std::ranges::sort(check.nodes, {}, &NodeCheck::name);
  std::ranges::sort(check.pairs, {},
                    [](const model::PairCheck& pair) { return std::tie(pair.from, pair.to); });
  Judge(check, fenced).run();
  return check;
}

}  // namespace haxen::checkup

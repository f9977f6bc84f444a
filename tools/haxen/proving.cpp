// SPDX-License-Identifier: GPL-2.0-or-later
// Knows who is asked whether a node is dead, and how its power is cut.
#include "proving.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <memory>
#include <utility>

#include "checkup/sightings.hpp"
#include "fence_levels.hpp"
#include "self.hpp"
#include "signals.hpp"
#include "virt/uri.hpp"

namespace haxen::program {

namespace {

using model::Sign;
using model::Testimony;
using model::TestimonyKind;

constexpr std::chrono::seconds still_fresh{10};

checkup::Sought sought_at(const NodeName& node, const std::string& text) {
  const auto uri = virt::parse_uri(text);
  return {node, uri.host, uri.port.value_or(virt::default_port(uri.transport).value_or(0))};
}

Testimony told_by(const model::FenceAttempt& attempt, const NodeName& node) {
  Testimony told{node, TestimonyKind::fence, attempt.agent, Sign::unknown, attempt.fault.message};
  if (attempt.result == model::FenceResult::done && attempt.power == model::Power::off)
    told.sign = Sign::dead;
  return told;
}

std::string agents_of(const config::NodeEntry& node) {
  std::string words;
  for (const auto& level : node.fence) words += (words.empty() ? "" : ", else ") + level.agent;
  return words;
}

}  // namespace

std::vector<std::string> proofs_of(const config::Config& config, const ChangeFlags& flags) {
  std::vector<std::string> all;
  for (const auto& lost : flags.lost) {
    const auto& name = lost.node.name;
    if (flags.verified_off.contains(name)) {
      all.push_back(fmt::format("{} is off: you have verified it", name));
      continue;
    }
    const auto* entry = config::find_node(config, name);
    if (entry == nullptr) continue;
    if (!entry->fence.empty())
      all.push_back(fmt::format("{} is switched off before anything starts, by {}{}", name, agents_of(*entry),
                                entry->lease ? "; where that fails, its lease counts" : ""));
    else if (entry->lease)
      all.push_back(fmt::format("{}: its lease in lockspace '{}' is waited for, up to {}", name,
                                entry->lease->lockspace, to_string(Seconds(entry->lease->timeout))));
  }
  return all;
}

Proving::Proving(Session& session, const ChangeFlags& flags, std::string fleet_file,
                 executor::StopSwitch& stop)
    : session_(session), flags_(flags), fleet_file_(std::move(fleet_file)), stop_(stop) {}

Task<Result<void>> Proving::prove_dead(std::set<NodeName> nodes, executor::Listener& listener) {
  hearing_ = [&listener](const Testimony& told) { listener.hear(model::Testified{told}); };
  auto proven = co_await fencing::prove_dead(session_.loop(), *this, nodes, hearing_);
  hearing_ = nullptr;
  co_return proven;
}

void Proving::look_ahead() {
  for (const auto& lost : flags_.lost) {
    const auto& node = lost.node.name;
    early_[node] = std::make_shared<Early>(session_.loop());
    session_.loop().spawn(look_early(node, early_[node]));
  }
}

Task<void> Proving::look_early(NodeName node, std::shared_ptr<Early> early) {
  early->told = co_await look_now(node);
  early->done.set();
}

Task<std::vector<Testimony>> Proving::look(NodeName node) {
  const auto early = std::exchange(early_[node], nullptr);
  if (early) co_await early->done;
  if (early && session_.loop().now() - early->at <= still_fresh) co_return std::move(early->told);
  co_return co_await look_now(node);
}

Task<std::vector<Testimony>> Proving::look_now(NodeName node) {
  const auto& config = session_.config();
  const auto* entry = config::find_node(config, node);
  std::vector<checkup::Onlooker> onlookers;
  for (const auto& each : this->onlookers()) onlookers.push_back({each.name, each.uri});
  checkup::Patience patience;
  patience.onlooker = config.defaults.deadline;
  const auto& peer_uri = entry->peer_uri.empty() ? entry->uri : entry->peer_uri;
  auto asking =
      checkup::sightings(session_.loop(), std::move(onlookers), sought_at(node, peer_uri), patience);
  std::vector<Task<std::vector<Testimony>>> tasks;
  if (entry->lease) tasks.push_back(look_at_lease(node));
  tasks.push_back(std::move(asking));
  tasks.push_back(look_ourselves(node));
  std::vector<Testimony> told;
  for (auto& some : co_await all(session_.loop(), std::move(tasks)))
    told.insert(told.begin(), some.begin(), some.end());
  co_return told;
}

std::vector<config::NodeEntry> Proving::onlookers() const {
  std::vector<config::NodeEntry> others;
  for (const auto& each : session_.config().nodes) {
    const bool is_lost = std::ranges::any_of(
        flags_.lost, [&](const model::LedgerNode& lost) { return lost.node.name == each.name; });
    if (!is_lost) others.push_back(each);
  }
  return others;
}

LeaseWitness& Proving::lease_of(const config::NodeEntry& node) {
  auto& lease = leases_[node.name];
  if (lease) return *lease;
  auto sought = program::lease_of(node);
  for (const auto& lost : flags_.lost)
    if (lost.node.name == node.name)
      sought.unseen = [seen = lost.seen] { return std::optional<Seconds>(wall_time() - seen); };
  lease = std::make_unique<LeaseWitness>(session_.loop(), std::move(sought), onlookers(),
                                         session_.config().defaults.deadline, stop_);
  return *lease;
}

Task<std::vector<Testimony>> Proving::look_at_lease(NodeName node) {
  auto looking = lease_of(*config::find_node(session_.config(), node)).look();
  std::vector<Testimony> told;
  told.push_back(co_await looking);
  co_return told;
}

Task<std::vector<Testimony>> Proving::look_ourselves(NodeName node) {
  const auto* entry = config::find_node(session_.config(), node);
  const auto sought = sought_at(node, entry->uri);
  std::vector<Testimony> told;
  if (sought.host.empty()) {
    told.push_back({node, TestimonyKind::libvirt, {}, Sign::alive, "it is this machine"});
  } else {
    told.push_back(co_await checkup::own_sighting(session_.loop(), sought, checkup::Patience{}.sought));
  }
  co_return told;
}

Task<std::vector<Testimony>> Proving::end(NodeName node) {
  std::vector<Testimony> told;
  if (stop_.no_new_moves()) {
    told.push_back(
        {node, TestimonyKind::fence, "its device", Sign::unknown, "it was not asked: stopped before"});
    co_return told;
  }
  auto ending = end_by_power(node);
  told = co_await ending;
  const auto* entry = config::find_node(session_.config(), node);
  if (!entry->lease) co_return told;
  auto& lease = lease_of(*entry);
  if (model::verdict(told) == model::DeathVerdict::unproven && !stop_.no_new_moves()) {
    auto waiting = lease.wait(hearing_);
    told.push_back(co_await waiting);
  }
  lease.ended();
  co_return told;
}

Task<std::vector<Testimony>> Proving::end_by_power(NodeName node) {
  std::vector<Testimony> told;
  if (flags_.verified_off.contains(node)) {
    const auto who = self().holder;
    told.push_back(
        {node, TestimonyKind::operator_word, fmt::format("{}@{}", who.user, who.host), Sign::dead, {}});
    co_return told;
  }
  const auto* entry = config::find_node(session_.config(), node);
  const auto interrupt = std::make_shared<Interrupt>();
  session_.loop().spawn(when_stopped(stop_, [interrupt] { interrupt->raise(); }));
  const auto levels = levels_of(*entry, fleet_file_);
  const auto outcome =
      co_await fencing::fence(session_.loop(), node, levels, model::FenceAction::off, interrupt);
  for (const auto& attempt : outcome.levels)
    if (attempt.result != model::FenceResult::not_tried) told.push_back(told_by(attempt, node));
  co_return told;
}

}  // namespace haxen::program

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows whom to ask about a node's lease on shared storage, and what there is to mend about leases.
#include "leases.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include "checkup/errands.hpp"
#include "checkup/lease_check.hpp"
#include "virt/uri.hpp"

namespace haxen::program {

namespace {

using namespace std::chrono_literals;
using checkup::LeaseAnswer;
using model::Testimony;

constexpr Milliseconds between_rounds = 3s;
// All of them read the same storage; asked again are a few that are in the lockspace.
constexpr std::size_t most_asked_again = 3;

Task<std::vector<LeaseAnswer>> ask_all(Loop& loop, std::vector<config::NodeEntry> nodes,
                                       std::string lockspace, Milliseconds deadline) {
  std::vector<checkup::Errand> errands;
  for (const auto& node : nodes) errands.push_back({node.name, node.uri, checkup::lease_question(lockspace)});
  auto running = checkup::run_errands(loop, std::move(errands), {deadline, deadline});
  const auto told = co_await running;
  std::vector<LeaseAnswer> answers;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    auto view = told[i] ? checkup::read_leases(*told[i], lockspace)
                        : Result<checkup::LeaseView>(tl::unexpected(told[i].error()));
    answers.push_back({nodes[i].name, std::move(view)});
  }
  co_return answers;
}

}  // namespace

checkup::SoughtLease lease_of(const config::NodeEntry& node) {
  return {node.name,
          *node.lease,
          {node.name.str(), virt::parse_uri(node.uri).host, virt::parse_uri(node.peer_uri).host}};
}

LeaseWitness::LeaseWitness(Loop& loop, checkup::SoughtLease sought, std::vector<config::NodeEntry> onlookers,
                           Milliseconds deadline, executor::StopSwitch& stop)
    : loop_(loop),
      watch_(std::move(sought)),
      all_(std::move(onlookers)),
      asked_(all_),
      deadline_(deadline),
      stop_(stop) {}

Task<std::vector<LeaseAnswer>> LeaseWitness::ask() {
  auto asking = ask_all(loop_, asked_, watch_.sought().lease.lockspace, deadline_);
  auto answers = co_await asking;
  std::vector<config::NodeEntry> again;
  for (std::size_t i = 0; i < answers.size() && again.size() < most_asked_again; ++i)
    if (answers[i].view && answers[i].view->host_id) again.push_back(asked_[i]);
  asked_ = again.empty() ? all_ : std::move(again);
  co_return answers;
}

checkup::LeaseWait LeaseWitness::patience() const {
  return {between_rounds, watch_.sought().lease.timeout, [this] { return stop_.no_new_moves(); },
          [](const Testimony&) {}};
}

Task<Testimony> LeaseWitness::look() {
  const checkup::LeaseAsking asking = [this] { return ask(); };
  auto patience = this->patience();
  if (!ended_) {
    watch_.begin();
    patience.limit = 0ms;
  }
  auto looking = checkup::look_at_lease(loop_, watch_, asking, std::move(patience));
  co_return co_await looking;
}

Task<Testimony> LeaseWitness::wait(std::function<void(const Testimony&)> begins) {
  const checkup::LeaseAsking asking = [this] { return ask(); };
  auto patience = this->patience();
  patience.begins = std::move(begins);
  auto waiting = checkup::await_lease(loop_, watch_, asking, std::move(patience));
  co_return co_await waiting;
}

void LeaseWitness::ended() {
  watch_.begin();
  ended_ = true;
}

Task<std::vector<model::Finding>> examine_leases(Loop& loop, const config::Config& config,
                                                 std::vector<model::NodeCheck> nodes) {
  std::map<std::string, std::vector<LeaseAnswer>> by_lockspace;
  std::vector<model::Finding> findings;
  for (const auto& node : config.nodes) {
    if (!node.lease) continue;
    const auto& lockspace = node.lease->lockspace;
    if (!by_lockspace.contains(lockspace)) {
      auto asking = ask_all(loop, config.nodes, lockspace, config.defaults.deadline);
      by_lockspace[lockspace] = co_await asking;
    }
    const auto check = std::ranges::find(nodes, node.name, &model::NodeCheck::name);
    const auto lock_manager = check == nodes.end() ? std::nullopt : check->lock_manager;
    const auto some = checkup::findings_of(lease_of(node), by_lockspace[lockspace], lock_manager);
    findings.insert(findings.end(), some.begin(), some.end());
  }
  co_return findings;
}

}  // namespace haxen::program

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a scenario's command becomes a question to the planner.
#include "order.hpp"

#include <algorithm>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include "base/duration.hpp"
#include "planner/audit.hpp"
#include "planner/evacuate.hpp"
#include "planner/failover.hpp"
#include "planner/place_new.hpp"
#include "planner/place_one.hpp"
#include "planner/rebalance.hpp"
#include "report/words.hpp"

namespace haxen::scenario {

namespace {

using operation::Fallback;

class Words {
 public:
  explicit Words(const std::string& command) {
    std::istringstream stream(command);
    words_.assign(std::istream_iterator<std::string>(stream), {});
  }
  const std::string& at(std::size_t index) const { return words_.at(index); }
  bool has(const std::string& flag) const { return std::ranges::find(words_, flag) != words_.end(); }
  std::optional<std::string> behind(const std::string& flag) const {
    const auto found = std::ranges::find(words_, flag);
    if (found == words_.end()) return std::nullopt;
    return words_.at(static_cast<std::size_t>(found - words_.begin()) + 1);
  }
  /// The word behind the command, where it is no flag.
  std::optional<std::string> subject() const {
    const bool is_there = words_.size() > 1 && !words_[1].starts_with("--");
    return is_there ? std::optional(words_[1]) : std::nullopt;
  }

 private:
  std::vector<std::string> words_;
};

planner::LocalDisks local_disks(const Words& words) {
  return words.has("--copy-storage") ? planner::LocalDisks::copied : planner::LocalDisks::stay;
}

planner::StoppedVms stopped(const Words& words) {
  return words.has("--with-stopped") ? planner::StoppedVms::move : planner::StoppedVms::stay;
}

Fallback fallback(const Words& words) {
  const auto word = words.behind("--fallback");
  if (!word) return Fallback::none;
  return *word == "shutdown" ? Fallback::shut_down : *word == "save" ? Fallback::save : Fallback::leave;
}

void drain(const Words& words, Order& order) {
  planner::EvacuationRequest request;
  request.sources = order.leaving = order.wish.cordon = {NodeName(words.at(1))};
  request.local_disks = local_disks(words);
  request.stopped = stopped(words);
  order.wish.fallback = fallback(words);
  if (order.wish.fallback != Fallback::none) order.wish.on_blocked = operation::OnBlocked::skip;
  order.wish.going_down = words.has("--when-stopping");
  order.wish.plan = [request](const model::Fleet& fleet) { return planner::evacuate(fleet, request); };
}

void undrain(const Words& words, Order& order) {
  planner::HomeRequest request;
  request.nodes = order.wish.reopen = {NodeName(words.at(1))};
  request.local_disks = local_disks(words);
  request.stopped = stopped(words);
  order.wish.plan = [request](const model::Fleet& fleet) { return planner::way_home(fleet, request); };
}

void fail_over(const Words& words, const std::vector<model::LedgerNode>& kept, Order& order) {
  planner::FailoverRequest request;
  order.wish.lost = {NodeName(words.at(1))};
  for (const auto& each : kept)
    if (order.wish.lost.contains(each.node.name)) request.lost.push_back(each);
  request.stopped = stopped(words);
  order.lost = request.lost;
  order.wish.on_blocked = operation::OnBlocked::skip;
  order.wish.plan = [request](const model::Fleet& fleet) { return planner::failover(fleet, request); };
}

VmUuid named(const std::string& name, const model::Fleet& fleet) {
  const auto found = std::ranges::find(fleet.vms, VmName(name), &model::Vm::name);
  if (found == fleet.vms.end()) throw std::invalid_argument("no VM is called " + name);
  return found->uuid;
}

void place_one(const VmUuid& vm, const Words& words, Order& order) {
  planner::OneRequest request;
  request.vm = vm;
  if (const auto to = words.behind("--to")) request.to = NodeName(*to);
  order.wish.plan = [request](const model::Fleet& fleet) { return planner::place_one(fleet, request); };
}

void start_new(const Words& words, Order& order) {
  planner::NewRequest request;
  request.vm.name = VmName(words.behind("--new").value());
  request.vm.uuid = VmUuid("00000000-0000-4000-b000-" + request.vm.name.str());
  request.vm.memory = parse_bytes(words.behind("--memory").value()).value();
  request.vm.vcpus = 1;
  request.vm.state = model::VmState::shut_off;
  if (const auto to = words.behind("--to")) request.to = NodeName(*to);
  order.wish.newcomer = model::NamedVm{request.vm.uuid, request.vm.name};
  order.wish.plan = [request](const model::Fleet& fleet) { return planner::place_new(fleet, request); };
}

void place(const Words& words, model::WallTime now, Order& order) {
  planner::RebalanceRequest request;
  request.now = now;
  if (const auto length = words.behind("--cool-down")) request.cool_down = parse_duration(*length).value();
  order.is_check = words.has("--check");
  order.wish.plan = [request](const model::Fleet& fleet) { return planner::rebalance(fleet, request); };
}

std::vector<std::string> audit(const model::Fleet& fleet, const model::Plan& plan) {
  std::vector<std::string> broken;
  for (const auto& each : planner::audit(fleet, plan)) broken.push_back(report::sentence(each));
  return broken;
}

}  // namespace

std::optional<NodeName> lost_by(const std::string& command) {
  const Words words(command);
  return words.at(0) == "failover" ? std::optional(NodeName(words.at(1))) : std::nullopt;
}

Order order_for(const std::string& command, const model::Fleet& fleet,
                const std::vector<model::LedgerNode>& kept, model::WallTime now) {
  const Words words(command);
  Order order;
  order.wish.command = words.at(0);
  order.wish.audit = audit;
  order.allow_throttle = words.has("--allow-throttle");
  order.allow_postcopy = words.has("--allow-postcopy");
  if (words.behind("--on-blocked") == "skip") order.wish.on_blocked = operation::OnBlocked::skip;
  if (const auto operation = words.behind("--take-over")) order.take_over = OperationId(*operation);
  if (words.has("--remove-source-images")) order.source_images = executor::SourceImages::removed;
  if (words.at(0) == "drain") {
    drain(words, order);
  } else if (words.at(0) == "undrain") {
    undrain(words, order);
  } else if (words.at(0) == "failover") {
    fail_over(words, kept, order);
  } else if (const auto why = words.behind("--why")) {
    order.why = named(*why, fleet);
  } else if (words.has("--new")) {
    start_new(words, order);
  } else if (const auto vm = words.subject()) {
    place_one(named(*vm, fleet), words, order);
  } else {
    place(words, now, order);
  }
  return order;
}

}  // namespace haxen::scenario

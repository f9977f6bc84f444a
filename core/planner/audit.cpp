// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the list of what a plan is checked for, and the checks of single moves.
#include "planner/audit.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

#include "planner/audit_fleet.hpp"
#include "planner/audit_pool.hpp"
#include "planner/audit_rules.hpp"
#include "planner/audit_starts.hpp"
#include "planner/audit_storage.hpp"
#include "planner/eligibility.hpp"

namespace haxen::planner {
namespace {

using auditing::Ground;
using auditing::Pool;
using auditing::Precedence;
using model::Blocker;
using model::Reason;

std::int64_t count(Bytes amount) { return static_cast<std::int64_t>(amount.count); }

class Audit {
 public:
  Audit(const model::Fleet& fleet, const model::Plan& plan, const OperationId& own)
      : ground_(fleet), moves_(plan.moves), own_(own) {}

  std::vector<Blocker> run() {
    const auto precedence = Precedence::of(moves_);
    if (!precedence) {
      for (const auto& move : moves_) add(move, Reason::order_broken, "what it waits for");
      return std::move(found_);
    }
    for (const auto& move : moves_) {
      if (move.kind == model::MoveKind::define)
        add_all(auditing::broken_definition(ground_, move));
      else
        check_alone(move);
    }
    check_chains(*precedence);
    check_room(*precedence);
    add_all(auditing::broken_storage(ground_, moves_));
    const auto broken = auditing::broken_rules(ground_, moves_, *precedence);
    found_.insert(found_.end(), broken.begin(), broken.end());
    return std::move(found_);
  }

 private:
  void add(const model::Move& move, Reason reason, std::string detail) {
    found_.push_back({reason, move.vm, move.to, std::move(detail)});
  }
  void add_all(const std::vector<Blocker>& more) { found_.insert(found_.end(), more.begin(), more.end()); }

  void check_alone(const model::Move& move) {
    const auto* vm = ground_.vm(move.vm);
    const auto* from = ground_.node(move.from);
    const auto* to = ground_.node(move.to);
    if (!vm)
      return add(move, ground_.copies(move.vm).size() > 1 ? Reason::active_twice : Reason::not_at_source,
                 move.from.str());
    if (!from) return add(move, Reason::not_at_source, move.from.str());
    if (!to) return add(move, Reason::target_unreachable, {});
    if (move.kind == model::MoveKind::adopt) {
      if (ground_.bound_for(*vm) != to) add(move, Reason::not_at_source, "no migration under way");
      return;
    }
    if (const auto* home = ground_.node(vm->node)) add_all(hindrances(*vm, *home));
    add_all(obstacles(*vm, *from, *to, move.copies.empty() ? LocalDisks::stay : LocalDisks::copied));
    check_definitions(move, *vm);
  }

  /// Active VMs of the same name are a matter of who is there when, and looked at with the rules.
  void check_definitions(const model::Move& move, const model::Vm& vm) {
    for (const auto* copy : ground_.copies(vm.uuid))
      if (copy->node == move.to && copy->node != vm.node && !model::is_active(copy->state))
        add(move, Reason::already_there, "a definition");
    for (const auto* other : ground_.named(vm.name))
      if (other->node == move.to && other->uuid != vm.uuid && !model::is_active(other->state))
        add(move, Reason::name_taken, other->uuid.str());
  }

  /// A VM moves once at a time, each time from where the last move took it.
  void check_chains(const Precedence& precedence) {
    std::map<VmUuid, std::size_t> latest;
    for (const auto i : precedence.sequence()) {
      const auto& move = moves_[i];
      const auto [entry, is_first] = latest.try_emplace(move.vm, i);
      const auto* vm = ground_.vm(move.vm);
      if (is_first) {
        if (vm && vm->node != move.from) add(move, Reason::not_at_source, vm->node.str());
        continue;
      }
      if (!precedence.is_before(entry->second, i)) add(move, Reason::order_broken, "two moves of one VM");
      if (moves_[entry->second].to != move.from)
        add(move, Reason::not_at_source, moves_[entry->second].to.str());
      entry->second = i;
    }
  }

  struct Room {
    Pool memory;
    Pool vcpus;
  };

  void occupy(std::map<NodeName, Room>& rooms, const NodeName& node, const model::Vm& vm) const {
    const auto found = rooms.find(node);
    if (found == rooms.end()) return;
    found->second.memory.at_first += count(model::footprint(vm));
    found->second.vcpus.at_first += vm.vcpus;
  }

  std::map<NodeName, Room> rooms() const {
    std::map<NodeName, Room> all;
    for (const auto& move : moves_) all[move.to];
    for (const auto& vm : ground_.fleet().vms) {
      if (!model::is_active(vm.state)) continue;
      occupy(all, vm.node, vm);
      // A target that does not show its receiving end yet has promised its room all the same.
      const auto* target = ground_.bound_for(vm);
      const bool is_shown =
          target && std::ranges::any_of(ground_.copies(vm.uuid), [&](const model::Vm* copy) {
            return copy->node == target->name && model::is_active(copy->state);
          });
      if (target && !is_shown) occupy(all, target->name, vm);
    }
    for (auto& [name, room] : all)
      if (const auto* node = ground_.node(name)) limit(room, *node);
    return all;
  }

  void limit(Room& room, const model::Node& node) const {
    std::int64_t memory = count(node.memory_capacity);
    if (node.memory_free) memory = std::min(memory, room.memory.at_first + count(*node.memory_free));
    const bool is_claimed =
        node.mark && node.mark->kind == model::MarkKind::claim && node.mark->operation != own_;
    room.memory.limit = is_claimed ? memory - count(node.mark->booked) : memory;
    room.vcpus.limit = node.vcpu_limit ? static_cast<std::int64_t>(*node.vcpu_limit)
                                       : std::numeric_limits<std::int64_t>::max();
  }

  void check_room(const Precedence& precedence) {
    auto all = rooms();
    for (std::size_t i = 0; i < moves_.size(); ++i) {
      const auto* vm = ground_.vm(moves_[i].vm);
      if (!vm || moves_[i].kind == model::MoveKind::define) continue;
      const auto memory = count(model::footprint(*vm));
      if (const auto source = all.find(moves_[i].from); source != all.end()) {
        source->second.memory.departures.push_back({i, memory});
        source->second.vcpus.departures.push_back({i, vm->vcpus});
      }
      // What is under way was booked at its target from the beginning.
      if (moves_[i].kind == model::MoveKind::adopt) continue;
      all.at(moves_[i].to).memory.arrivals.push_back({i, memory});
      all.at(moves_[i].to).vcpus.arrivals.push_back({i, vm->vcpus});
    }
    for (const auto& [name, room] : all) report(room, precedence);
  }

  void report(const Room& room, const Precedence& precedence) {
    if (const auto worst = auditing::excess(room.memory, precedence))
      add(moves_[worst->move], Reason::not_enough_memory,
          fmt::format("{} in use at worst, {} bytes over",
                      to_string(Bytes{static_cast<std::uint64_t>(worst->amount)}),
                      worst->amount - room.memory.limit));
    if (const auto worst = auditing::excess(room.vcpus, precedence))
      add(moves_[worst->move], Reason::not_enough_cpus,
          fmt::format("{} at worst of {}", worst->amount, room.vcpus.limit));
  }

  Ground ground_;
  const std::vector<model::Move>& moves_;
  const OperationId& own_;
  std::vector<Blocker> found_;
};

model::Fleet with(model::Fleet fleet, const model::Start& start) {
  std::erase_if(fleet.vms, [&](const model::Vm& vm) { return vm.uuid == start.vm.uuid; });
  auto& vm = fleet.vms.emplace_back(start.vm);
  vm.state = start.kind == model::StartKind::rehome ? model::VmState::shut_off : model::VmState::running;
  const auto node = std::ranges::find(fleet.nodes, vm.node, &model::Node::name);
  if (node != fleet.nodes.end() && node->memory_free && model::is_active(vm.state))
    node->memory_free = less(*node->memory_free, model::footprint(vm));
  return fleet;
}

}  // namespace

std::vector<Blocker> audit(const model::Fleet& fleet, const model::Plan& plan, const OperationId& own) {
  auto found = Audit(fleet, plan, own).run();
  auto now = fleet;
  for (const auto& start : plan.starts) {
    const auto broken = auditing::broken_start(now, start, own);
    found.insert(found.end(), broken.begin(), broken.end());
    now = with(std::move(now), start);
  }
  return found;
}

}  // namespace haxen::planner

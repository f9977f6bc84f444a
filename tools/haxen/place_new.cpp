// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a new VM's definition is read, and what is asked for it.
#include "place_new.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "files.hpp"
#include "ground.hpp"
#include "inventory/local_images.hpp"
#include "place_vm.hpp"
#include "planner/place_new.hpp"
#include "planner/place_one.hpp"
#include "planning.hpp"
#include "say.hpp"
#include "virt/cpu_key.hpp"
#include "virt/domain_xml.hpp"

namespace haxen::program {

namespace {

struct Newcomer {
  model::Vm vm;
  std::string definition;
};

Result<Newcomer> read_newcomer(const std::string& file) {
  auto xml = read_file(file, "it is to be a domain XML file");
  if (!xml) return tl::unexpected(xml.error());
  auto reading = virt::read_domain(*xml);
  if (!reading)
    return fault(FaultKind::usage, fmt::format("'{}': {}", file, reading.error().message),
                 "'virsh dumpxml' prints such a file");
  auto& vm = reading->vm;
  vm.state = model::VmState::shut_off;
  vm.origin.reset();
  vm.pending.reset();
  vm.moved.reset();
  return Newcomer{std::move(vm), std::move(*xml)};
}

/// Which CPU a node needs for it can only be judged where some node knows one that asks for the same.
model::Vm judged_by_known_cpus(const Newcomer& newcomer, const model::Fleet& fleet) {
  auto vm = newcomer.vm;
  vm.cpu = virt::to_key(virt::cpu_demand(newcomer.definition, ""));
  const auto knows = [&](const model::Node& node) { return node.cpu_fit.contains(vm.cpu); };
  if (std::ranges::any_of(fleet.nodes, knows)) return vm;
  vm.cpu.clear();
  warn(
      "no node has a VM of the same CPU, machine type and emulator: whether their CPUs fit is not looked at");
  return vm;
}

Result<Intent> intend(const Newcomer& newcomer, const model::Fleet& fleet, const ChangeFlags& flags,
                      const std::string& to) {
  planner::NewRequest request{judged_by_known_cpus(newcomer, fleet), newcomer.definition, std::nullopt};
  if (!to.empty()) {
    const auto target = target_in(fleet, to);
    if (!target) return tl::unexpected(target.error());
    request.to = *target;
  }
  Intent intent;
  intent.wish.command = "place";
  intent.wish.newcomer = model::NamedVm{request.vm.uuid, request.vm.name};
  intent.wish.plan = [request](const model::Fleet& now) { return planner::place_new(now, request); };
  intent.wish.audit = audit_in_words;
  intent.wish.reason = flags.reason;
  return intent;
}

}  // namespace

ExitCode rank_places(const Globals& globals, const std::string& snapshot, const std::string& file) {
  const auto newcomer = read_newcomer(file);
  if (!newcomer) return refuse(globals, newcomer.error());
  const auto ground = find_ground(globals, snapshot, inventory::image_paths(newcomer->vm));
  if (!ground) return refuse(globals, ground.error());
  const auto verdicts =
      planner::verdicts_for_new(ground->fleet, judged_by_known_cpus(*newcomer, ground->fleet));
  tell_verdicts(globals, *ground, verdicts);
  const auto takes = [](const model::NodeVerdict& verdict) { return verdict.against.empty(); };
  return std::ranges::any_of(verdicts.nodes, takes) ? ExitCode::done : ExitCode::no_plan;
}

ExitCode start_new(const Globals& globals, const ChangeFlags& flags, Signals& signals,
                   const std::string& file, const std::string& to) {
  const auto newcomer = read_newcomer(file);
  if (!newcomer) return refuse(globals, newcomer.error());
  auto asking = flags;
  asking.sought = inventory::image_paths(newcomer->vm);
  return change(globals, asking, signals, [&](const model::Fleet& fleet, const config::Config&) {
    return intend(*newcomer, fleet, asking, to);
  });
}

}  // namespace haxen::program

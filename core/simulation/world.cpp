// SPDX-License-Identifier: GPL-2.0-or-later
// Knows a whole simulated fleet under virtual time.
#include "simulation/world.hpp"

#include <utility>

#include "simulation/ground.hpp"
#include "simulation/machine.hpp"
#include "simulation/saboteur.hpp"

namespace haxen::simulation {

namespace {

const Site& somebody_else() {
  static const Site site("somebody-else");
  return site;
}

Qemu::Stop stop_of(Remnant remnant) {
  switch (remnant) {
    case Remnant::source: return Qemu::Stop::migration;
    case Remnant::incoming: return Qemu::Stop::incoming;
    case Remnant::postcopy_failed: return Qemu::Stop::postcopy_failed;
  }
  return Qemu::Stop::asked;
}

Task<void> migrate(virt::Hosts& hosts, NodeName from, virt::MigrationRequest request) {
  const auto host = co_await hosts.open(from);
  if (host) co_await (*host)->migrate(request);
}

}  // namespace

struct World::Inner {
  Inner(Loop& loop, Setup setup)
      : ground(loop, std::move(setup)),
        saboteur(ground, {[this](const Site& site) { kill_clients(site); },
                          [this](const VmUuid& vm, const NodeName& to) { move_by_somebody_else(vm, to); }}) {
    ground.on_step = [this](const Step& step) { return saboteur.step(step); };
  }

  void populate(const model::Fleet& fleet);
  void add(const model::Vm& vm);
  void kill_clients(const Site& site);
  void move_by_somebody_else(const VmUuid& vm, const NodeName& to);
  VmVerdict judge(const VmUuid& vm) const;

  Ground ground;
  Saboteur saboteur;
  std::vector<std::unique_ptr<Client>> clients;
};

void World::Inner::populate(const model::Fleet& fleet) {
  for (const auto& node : fleet.nodes) {
    ground.machines[node.name] = std::make_unique<Machine>(ground, node);
    ground.machine(node.name).mark = node.mark;
    ground.machine(node.name).shut = ground.setup.shut.contains(node.name);
    ground.traffic.add_links(site_of(node.name), node.link.value_or(ground.setup.link));
  }
  for (const auto& vm : fleet.vms) add(vm);
  for (auto& [name, machine] : ground.machines) machine->start_daemon();
}

void World::Inner::add(const model::Vm& vm) {
  auto* const machine = ground.find_machine(vm.node);
  if (machine == nullptr) return;
  const auto profile = ground.setup.guests.find(vm.uuid);
  const auto guest = profile == ground.setup.guests.end() ? ground.setup.other_guests : profile->second;
  ground.vms.try_emplace(vm.uuid, VmFacts{vm, guest});
  ground.witness.name(vm.uuid, vm.name);
  for (const auto& disk : vm.disks)
    if (disk.kind == model::DiskKind::file && !disk.source.empty())
      machine->images[disk.source] = {disk.capacity.value_or(Bytes{}), disk.stored.value_or(Bytes{})};
  auto& domain = machine->domains[vm.uuid];
  domain.persistent = vm.persistent;
  domain.autostart = vm.autostart;
  domain.notes = {vm.origin, vm.pending, vm.moved};
  if (!model::is_active(vm.state)) return;
  const bool stopped = vm.state == model::VmState::paused || vm.state == model::VmState::suspended;
  const auto remnant = ground.setup.remnants.find({vm.node, vm.uuid});
  auto stop = stopped ? Qemu::Stop::asked : Qemu::Stop::none;
  if (stopped && remnant != ground.setup.remnants.end()) stop = stop_of(remnant->second);
  domain.qemu = std::make_shared<Qemu>(ground, vm.node, vm.uuid, stop);
  if (stop == Qemu::Stop::postcopy_failed)
    domain.job = JobRecord{.phase = JobPhase::unattended, .called_broken = true};
  if (!stopped) ground.witness.found_running(vm.uuid, vm.node);
}

void World::Inner::kill_clients(const Site& site) {
  for (const auto& client : clients) {
    const bool meant = site.empty() ? client->site() != somebody_else() : client->site() == site;
    if (meant) client->kill();
  }
}

void World::Inner::move_by_somebody_else(const VmUuid& vm, const NodeName& to) {
  for (const auto& [node, machine] : ground.machines) {
    const auto* domain = machine->find(vm);
    if (domain == nullptr || !domain->qemu || !domain->qemu->running()) continue;
    ground.witness.say(node, vm, "somebody else moves it to " + to.str());
    auto& mover = *clients.emplace_back(std::make_unique<Client>(ground, somebody_else()));
    virt::MigrationRequest request;
    request.vm = vm;
    request.to = to;
    request.persistent = domain->persistent;
    mover.start(migrate(mover.hosts(), node, request));
    return;
  }
}

VmVerdict World::Inner::judge(const VmUuid& vm) const {
  VmVerdict verdict{vm, ground.vms.at(vm).vm.name, {}, {}, {}, {}, ground.witness.most_at_once(vm)};
  for (const auto& [node, machine] : ground.machines) {
    const auto* domain = machine->find(vm);
    if (domain == nullptr) continue;
    if (!domain->qemu) {
      verdict.defined.push_back(node);
    } else if (domain->qemu->running()) {
      verdict.running.push_back(node);
    } else if (domain->qemu->stopped_for() == Qemu::Stop::incoming) {
      verdict.incoming.push_back(node);
    } else {
      verdict.paused.push_back(node);
    }
  }
  return verdict;
}

World::World(Loop& loop, const model::Fleet& fleet, Setup setup)
    : inner_(std::make_unique<Inner>(loop, std::move(setup))) {
  inner_->populate(fleet);
}

World::~World() = default;

Client& World::client(const std::string& host) {
  return *inner_->clients.emplace_back(std::make_unique<Client>(inner_->ground, Site(host)));
}

void World::arm(const std::vector<ScriptedFault>& faults) { inner_->saboteur.arm(faults); }

void World::disarm() { inner_->saboteur.disarm(); }

Verdict World::verdict() const {
  Verdict verdict;
  for (const auto& [vm, facts] : inner_->ground.vms) verdict.vms.push_back(inner_->judge(vm));
  for (const auto& [node, machine] : inner_->ground.machines)
    for (const auto& [path, image] : machine->images) verdict.images[node].push_back(path);
  verdict.doubled = inner_->ground.witness.doubled();
  verdict.ended = inner_->ground.witness.ended();
  verdict.departed = inner_->ground.witness.departed();
  verdict.torn = inner_->ground.witness.torn();
  return verdict;
}

const std::vector<LogLine>& World::log() const { return inner_->ground.witness.log(); }

}  // namespace haxen::simulation

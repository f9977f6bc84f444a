// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which of libvirt's calls tell about many VMs at once, and what must be asked of each.
#include "virt/vm_list.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "virt/cpu_key.hpp"
#include "virt/disk_sizes.hpp"
#include "virt/disk_xml.hpp"
#include "virt/domain_xml.hpp"
#include "virt/handle.hpp"
#include "virt/parameters.hpp"
#include "virt/presence.hpp"

namespace haxen::virt {

namespace {

Result<std::vector<Domain>> domains(const Session& session, unsigned filter) {
  return listed<Domain>("cannot list its VMs", [&](virDomainPtr** array) {
    return virConnectListAllDomains(session.connection, array, filter);
  });
}

/// One call for all VMs in place of one call each. Empty also where the driver knows no such thing.
std::set<std::string> uuids(const Session& session, unsigned filter) {
  std::set<std::string> result;
  const auto found = domains(session, filter);
  if (!found) return result;
  for (const auto& domain : *found) result.insert(uuid_of(domain.get()));
  return result;
}

struct Statistics {
  model::VmState state = model::VmState::unknown;
  bool torn = false;
  std::optional<CpuClock> clock;
};

/// Does not wait for a VM that somebody else's call holds.
std::map<std::string, Statistics> statistics(const Session& session) {
  std::map<std::string, Statistics> result;
  virDomainStatsRecordPtr* records = nullptr;
  const auto now = std::chrono::steady_clock::now();
  const int count = virConnectGetAllDomainStats(
      session.connection, VIR_DOMAIN_STATS_STATE | VIR_DOMAIN_STATS_CPU_TOTAL, &records,
      VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE | VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT);
  if (count < 0) take_complaint();
  for (int i = 0; i < count; ++i) {
    const ParameterView view(records[i]->params, records[i]->nparams);
    auto& mine = result[uuid_of(records[i]->dom)];
    if (const auto state = view.number("state.state")) {
      mine.state = vm_state(static_cast<int>(*state));
      mine.torn =
          is_torn(static_cast<int>(*state), static_cast<int>(view.number("state.reason").value_or(0)));
    }
    if (const auto time = view.number("cpu.time")) mine.clock = CpuClock{now, *time};
  }
  if (records != nullptr) virDomainStatsRecordListFree(records);
  return result;
}

model::VmState asked_state(virDomainPtr domain) {
  int state = 0;
  if (virDomainGetState(domain, &state, nullptr, 0) == 0) return vm_state(state);
  take_complaint();
  return model::VmState::unknown;
}

std::string snapshot_names(virDomainPtr domain) {
  const auto list = listed<DomainSnapshot>("cannot list snapshots", [&](virDomainSnapshotPtr** array) {
    return virDomainListAllSnapshots(domain, array, 0);
  });
  std::string names;
  if (!list) return names;
  for (const auto& snapshot : *list) {
    names += (names.empty() ? "'" : ", '") + std::string(virDomainSnapshotGetName(snapshot.get())) + "'";
  }
  return names;
}

/// Copies and commits stand in the XML; a pull has to be asked for.
void find_pull_jobs(virDomainPtr domain, const std::vector<std::string>& disks, model::Vm& vm) {
  for (const auto& disk : disks) {
    virDomainBlockJobInfo job{};
    const int found = virDomainGetBlockJobInfo(domain, disk.c_str(), &job, 0);
    if (found < 0) take_complaint();
    if (found != 1 || job.type != VIR_DOMAIN_BLOCK_JOB_TYPE_PULL) continue;
    vm.hindrances.push_back({model::HindranceKind::block_job, "pull of " + disk});
  }
}

/// What concerns all VMs of the node at once.
struct Overview {
  std::set<std::string> persistent;
  std::set<std::string> autostart;
  std::set<std::string> with_snapshots;
  std::set<std::string> with_checkpoints;
  std::set<std::string> with_saved_state;
  std::map<std::string, Statistics> statistics;
};

Overview overview(const Session& session) {
  return {uuids(session, VIR_CONNECT_LIST_DOMAINS_PERSISTENT),
          uuids(session, VIR_CONNECT_LIST_DOMAINS_AUTOSTART),
          uuids(session, VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT),
          uuids(session, VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT),
          uuids(session, VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE),
          statistics(session)};
}

/// The form that goes to the target: without what this host added to it. Read-only users are not given it.
std::string sent_form(const Session& session, virDomainPtr domain, const std::string& xml) {
  const bool is_active = virDomainGetID(domain) != static_cast<unsigned>(-1);
  if (!is_active || session.read_only || session.hypervisor == model::Hypervisor::test) return xml;
  return text_of("cannot read a definition", virDomainGetXMLDesc(domain, VIR_DOMAIN_XML_MIGRATABLE))
      .value_or(xml);
}

std::string demand_of(const Session& session, const std::string& sent) {
  if (session.hypervisor == model::Hypervisor::test) return {};
  return to_key(cpu_demand(sent, session.host_cpu));
}

/// A target would look for the images that the definition itself names, and they do not go along.
void find_stated_chains(const std::string& sent, model::Vm& vm) {
  for (const auto& target : disks_with_stated_chains(sent)) {
    const auto disk = std::ranges::find(vm.disks, target, &model::Disk::target);
    if (disk != vm.disks.end() && disk->uncopyable.empty())
      disk->uncopyable = "its definition names the images that it stands on";
  }
}

void find_state_at_rest(const Overview& all, const std::vector<model::Hindrance>& at_rest, model::Vm& vm) {
  vm.hindrances.insert(vm.hindrances.end(), at_rest.begin(), at_rest.end());
  if (all.with_saved_state.contains(vm.uuid.str()))
    vm.hindrances.push_back({model::HindranceKind::managed_save, ""});
}

model::Vm unread(virDomainPtr domain, const Fault& why) {
  model::Vm vm;
  vm.uuid = VmUuid(uuid_of(domain));
  vm.name = VmName(virDomainGetName(domain));
  vm.hindrances.push_back({model::HindranceKind::storage_unread, why.message});
  return vm;
}

void read_activity(Session& session, virDomainPtr domain, const Overview& all, model::Vm& vm) {
  const auto found = all.statistics.find(vm.uuid.str());
  const auto mine = found != all.statistics.end() ? found->second : Statistics{};
  vm.state = mine.state != model::VmState::unknown ? mine.state : asked_state(domain);
  vm.torn = mine.torn;
  vm.job = require_answers(domain) ? job_of(domain) : model::Job{model::JobKind::other};
  std::optional<CpuClock> before;
  if (const auto clock = session.vm_clocks.find(vm.uuid.str()); clock != session.vm_clocks.end())
    before = clock->second;
  vm.cpu_used = update(before, mine.clock);
  if (before) session.vm_clocks[vm.uuid.str()] = *before;
}

/// None when the VM has gone meanwhile.
std::optional<ListedVm> read_vm(Session& session, virDomainPtr domain, const Overview& all) {
  // Never with VIR_DOMAIN_XML_SECURE: what is read here is kept. The form for a target holds passwords as
  // well.
  const auto xml = text_of("its definition cannot be read", virDomainGetXMLDesc(domain, 0));
  if (!xml && xml.error().kind == FaultKind::missing) return std::nullopt;
  auto reading = xml ? read_domain(*xml) : tl::unexpected(xml.error());
  auto vm = reading ? std::move(reading->vm) : unread(domain, reading.error());
  vm.node = session.endpoint.name;
  vm.persistent = all.persistent.contains(vm.uuid.str());
  vm.autostart = all.autostart.contains(vm.uuid.str());
  vm.state = model::VmState::shut_off;
  if (virDomainGetID(domain) != static_cast<unsigned>(-1)) read_activity(session, domain, all, vm);
  if (xml) {
    const auto sent = sent_form(session, domain, *xml);
    vm.cpu = demand_of(session, sent);
    if (model::is_active(vm.state)) find_stated_chains(sent, vm);
  }
  if (all.with_snapshots.contains(vm.uuid.str())) {
    vm.hindrances.push_back({model::HindranceKind::snapshot, snapshot_names(domain)});
  }
  if (all.with_checkpoints.contains(vm.uuid.str()))
    vm.hindrances.push_back({model::HindranceKind::checkpoint, ""});
  if (!reading) return ListedVm{std::move(vm), {}, xml.value_or("")};
  if (model::is_active(vm.state) && !is_receiving(vm))
    find_pull_jobs(domain, reading->layered_disks, vm);
  else if (!model::is_active(vm.state))
    find_state_at_rest(all, reading->at_rest, vm);
  return ListedVm{std::move(vm), std::move(reading->statement), *xml};
}

}  // namespace

Result<std::vector<ListedVm>> list_vms(Session& session) {
  const auto found = domains(session, 0);
  if (!found) return tl::unexpected(found.error());
  const auto all = overview(session);
  std::vector<ListedVm> vms;
  std::vector<virDomainPtr> with_files;
  for (const auto& domain : *found) {
    auto vm = read_vm(session, domain.get(), all);
    if (!vm) continue;
    if (has_active_files(vm->vm)) with_files.push_back(domain.get());
    vms.push_back(std::move(*vm));
  }
  const auto sizes = disk_sizes(with_files);
  for (auto& each : vms) each.vm = with_sizes(std::move(each.vm), sizes);
  return vms;
}

bool may_migrate(const Session& session) {
  const auto active = domains(session, VIR_CONNECT_LIST_DOMAINS_ACTIVE);
  if (!active || active->empty()) return true;
  const auto owes_nothing = [](const Domain& each) {
    return !unanswered(each.get()) && !is_being_received(each.get());
  };
  const auto asked = std::ranges::find_if(*active, owes_nothing);
  if (asked == active->end()) return true;
  unsigned long long limit = 0;
  if (virDomainMigrateGetMaxDowntime(asked->get(), &limit, 0) == 0) return true;
  return take_complaint().code != VIR_ERR_ACCESS_DENIED;
}

std::optional<double> update(std::optional<CpuClock>& before, const std::optional<CpuClock>& now) {
  if (!now) return std::nullopt;
  if (!before) {
    before = now;
    return std::nullopt;
  }
  const auto passed = now->at - before->at;
  if (passed < std::chrono::milliseconds(100) || now->busy < before->busy) return std::nullopt;
  const auto used = std::chrono::duration<double>(std::chrono::nanoseconds(now->busy - before->busy));
  before = now;
  return used / std::chrono::duration<double>(passed);
}

}  // namespace haxen::virt

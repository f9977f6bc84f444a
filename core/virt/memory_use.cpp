// SPDX-License-Identifier: GPL-2.0-or-later
// Knows libvirt's calls that tell what guests do with their memory.
#include <algorithm>
#include <chrono>
#include <thread>

#include "virt/handle.hpp"
#include "virt/job.hpp"
#include "virt/parameters.hpp"
#include "virt/presence.hpp"

namespace haxen::virt {

namespace {

using namespace std::chrono_literals;
using Uses = std::map<VmUuid, MemoryUse>;

constexpr int seconds = 1;
constexpr auto glance = 100ms;
constexpr auto patience = 2s;  // what QEMU may take beyond the second itself

/// Pages are sampled. The other modes end a QEMU that emulates its guest (QEMU 7.2).
bool start(const Domain& domain) {
  if (virDomainStartDirtyRateCalc(domain.get(), seconds, VIR_DOMAIN_DIRTYRATE_MODE_PAGE_SAMPLING) == 0)
    return true;
  take_complaint();
  return false;
}

MemoryUse use_in(const ParameterView& view) {
  MemoryUse use;
  if (const auto size = view.number("balloon.rss")) use.resident = kib(*size);
  // In whole MiB per second.
  const auto rate = view.number("dirtyrate.megabytes_per_second");
  if (rate && view.number("dirtyrate.calc_status") == VIR_DOMAIN_DIRTYRATE_MEASURED)
    use.dirty_rate = Bandwidth{static_cast<double>(mib(*rate).count)};
  return use;
}

Uses read(const std::vector<Domain>& domains) {
  if (domains.empty()) return {};
  std::vector<virDomainPtr> list;
  for (const auto& domain : domains) list.push_back(domain.get());
  list.push_back(nullptr);
  virDomainStatsRecordPtr* records = nullptr;
  const int count = virDomainListGetStats(list.data(), VIR_DOMAIN_STATS_BALLOON | VIR_DOMAIN_STATS_DIRTYRATE,
                                          &records, VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT);
  if (count < 0) take_complaint();
  Uses uses;
  for (int i = 0; i < count; ++i) {
    const ParameterView view(records[i]->params, records[i]->nparams);
    uses[VmUuid(uuid_of(records[i]->dom))] = use_in(view);
  }
  if (records != nullptr) virDomainStatsRecordListFree(records);
  return uses;
}

}  // namespace

Result<Uses> memory_use(const Session& session, const std::vector<VmUuid>& vms) {
  if (session.hypervisor != model::Hypervisor::qemu) return Uses{};
  std::vector<Domain> domains;
  for (const auto& vm : vms) {
    auto domain = find_domain(session, vm);
    if (!domain || !require_answers(domain->get()) || is_being_received(domain->get())) continue;
    domains.push_back(std::move(*domain));
  }
  const auto started = std::ranges::count_if(domains, start);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(started > 0 ? seconds : 0);
  std::this_thread::sleep_until(end);
  const auto has_rate = [](const Uses::value_type& each) { return each.second.dirty_rate.has_value(); };
  auto uses = read(domains);
  while (std::ranges::count_if(uses, has_rate) < started &&
         std::chrono::steady_clock::now() < end + patience) {
    std::this_thread::sleep_for(glance);
    uses = read(domains);
  }
  return uses;
}

}  // namespace haxen::virt

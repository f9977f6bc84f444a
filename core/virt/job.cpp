// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the names and units of libvirt's job statistics.
#include "virt/job.hpp"

#include "virt/handle.hpp"
#include "virt/parameters.hpp"
#include "virt/presence.hpp"

namespace haxen::virt {

namespace {

Bytes amount(const ParameterView& view, const char* name) { return {view.number(name).value_or(0)}; }

std::optional<Bandwidth> rate(std::optional<unsigned long long> bytes_per_second) {
  if (!bytes_per_second) return std::nullopt;
  return Bandwidth{static_cast<double>(*bytes_per_second)};
}

/// Told in pages per second.
std::optional<Bandwidth> dirty_rate(const ParameterView& view) {
  const auto pages = view.number(VIR_DOMAIN_JOB_MEMORY_DIRTY_RATE);
  const auto size = view.number(VIR_DOMAIN_JOB_MEMORY_PAGE_SIZE);
  if (!pages || !size) return std::nullopt;
  return Bandwidth{static_cast<double>(*pages) * static_cast<double>(*size)};
}

std::optional<Milliseconds> milliseconds(const ParameterView& view, const char* name) {
  const auto count = view.number(name);
  if (!count) return std::nullopt;
  return Milliseconds(static_cast<Milliseconds::rep>(*count));
}

JobSample sample_of(const ParameterView& view) {
  JobSample sample;
  sample.at = std::chrono::steady_clock::now();
  sample.elapsed = milliseconds(view, VIR_DOMAIN_JOB_TIME_ELAPSED).value_or(Milliseconds(0));
  sample.iteration = static_cast<unsigned>(view.number(VIR_DOMAIN_JOB_MEMORY_ITERATION).value_or(0));
  sample.total = amount(view, VIR_DOMAIN_JOB_DATA_TOTAL);
  sample.processed = amount(view, VIR_DOMAIN_JOB_DATA_PROCESSED);
  sample.remaining = amount(view, VIR_DOMAIN_JOB_DATA_REMAINING);
  sample.rate = rate(view.number(VIR_DOMAIN_JOB_MEMORY_BPS));
  sample.dirty_rate = dirty_rate(view);
  sample.expected_downtime = milliseconds(view, VIR_DOMAIN_JOB_DOWNTIME);
  sample.throttle = static_cast<unsigned>(view.number(VIR_DOMAIN_JOB_AUTO_CONVERGE_THROTTLE).value_or(0));
  return sample;
}

}  // namespace

Result<JobSample> job_sample(const Session& session, const VmUuid& vm) {
  const auto domain = find_domain(session, vm);
  if (!domain) return tl::unexpected(domain.error());
  if (auto answers = require_answers(domain->get()); !answers) return tl::unexpected(answers.error());
  Parameters statistics;
  int type = VIR_DOMAIN_JOB_NONE;
  if (virDomainGetJobStats(domain->get(), &type, statistics.list(), statistics.count(), 0) < 0) {
    return failed("cannot read the job of VM '" + vm.str() + "'");
  }
  auto sample = sample_of(statistics.view());
  sample.finished = type != VIR_DOMAIN_JOB_BOUNDED && type != VIR_DOMAIN_JOB_UNBOUNDED;
  return sample;
}

Result<void> abort_job(const Session& session, const VmUuid& vm) {
  const auto domain = find_domain(session, vm);
  if (!domain) return tl::unexpected(domain.error());
  if (virDomainAbortJob(domain->get()) == 0) return {};
  const auto complaint = take_complaint();
  auto why = explain("cannot abort the job of VM '" + vm.str() + "'", complaint);
  if (complaint.text.find("no job is active") != std::string::npos) why.kind = FaultKind::missing;
  return tl::unexpected(why);
}

Result<void> start_postcopy(const Session& session, const VmUuid& vm) {
  const auto domain = find_domain(session, vm);
  if (!domain) return tl::unexpected(domain.error());
  if (virDomainMigrateStartPostCopy(domain->get(), 0) == 0) return {};
  return failed("cannot start the post-copy of VM '" + vm.str() + "'");
}

Result<std::optional<Seconds>> completed_downtime(const Session& session, const VmUuid& vm) {
  const auto domain = find_domain(session, vm);
  if (!domain) return tl::unexpected(domain.error());
  Parameters statistics;
  int type = VIR_DOMAIN_JOB_NONE;
  if (virDomainGetJobStats(domain->get(), &type, statistics.list(), statistics.count(),
                           VIR_DOMAIN_JOB_STATS_COMPLETED | VIR_DOMAIN_JOB_STATS_KEEP_COMPLETED) < 0) {
    return failed("cannot read the last job of VM '" + vm.str() + "'");
  }
  const auto view = statistics.view();
  if (type != VIR_DOMAIN_JOB_COMPLETED ||
      view.number(VIR_DOMAIN_JOB_OPERATION) != VIR_DOMAIN_JOB_OPERATION_MIGRATION_IN) {
    return std::optional<Seconds>();
  }
  const auto downtime = milliseconds(view, VIR_DOMAIN_JOB_DOWNTIME);
  return downtime ? std::optional(Seconds(*downtime)) : std::nullopt;
}

}  // namespace haxen::virt

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which call answers which question, and how a connection ends.
#include "virt/libvirt_host.hpp"

#include "virt/cpu_fit.hpp"
#include "virt/definitions.hpp"
#include "virt/disk_images.hpp"
#include "virt/domain_calls.hpp"
#include "virt/guest_addresses.hpp"
#include "virt/job.hpp"
#include "virt/marks.hpp"
#include "virt/migrate.hpp"
#include "virt/observe.hpp"
#include "virt/presence.hpp"

namespace haxen::virt {

namespace {

// How long a connection may take to close before its thread is left behind.
constexpr auto farewell = std::chrono::seconds(2);

}  // namespace

template <class Question>
auto LibvirtHost::ask(Question question, std::optional<Duration> deadline) {
  using Answer = std::invoke_result_t<Question, Session&>;
  std::function<Answer()> job = [session = session_, question = std::move(question)]() -> Answer {
    auto answer = question(*session);
    if (!answer) return tl::unexpected(about("node '" + session->endpoint.name.str() + "'", answer.error()));
    return answer;
  };
  return worker_->call<typename Answer::value_type>(std::move(job), deadline);
}

template <class Question>
auto LibvirtHost::ask(Question question) {
  return ask(std::move(question), std::optional<Duration>(session_->endpoint.call_deadline));
}

LibvirtHost::LibvirtHost(Loop& loop, std::unique_ptr<Worker> worker, std::shared_ptr<Session> session,
                         Endpoints endpoints)
    : loop_(loop),
      worker_(std::move(worker)),
      session_(std::move(session)),
      endpoints_(std::move(endpoints)),
      occupied_(std::make_shared<bool>(false)) {}

LibvirtHost::~LibvirtHost() {
  if (*occupied_) worker_->abandon();
  worker_->finish([session = session_] { close(*session); });
  loop_.at(loop_.now() + farewell, [worker = std::move(worker_)] { worker->abandon(); });
}

Task<Result<Observation>> LibvirtHost::observe() {
  return ask([](Session& session) { return virt::observe(session); });
}

Task<Result<model::CpuFit>> LibvirtHost::judge_cpu(std::string cpu) {
  return ask([cpu = std::move(cpu)](Session& session) { return virt::judge_cpu(session, cpu); });
}

Task<Result<Presence>> LibvirtHost::look(VmUuid vm) {
  return ask([vm](const Session& session) { return presence(session, vm); });
}

Task<Result<std::map<VmUuid, std::string>>> LibvirtHost::definitions(std::vector<VmUuid> vms) {
  return ask([vms = std::move(vms)](const Session& session) { return virt::definitions(session, vms); });
}

Task<Result<std::map<VmUuid, std::vector<std::string>>>> LibvirtHost::addresses(std::vector<VmUuid> vms) {
  return ask([vms = std::move(vms)](const Session& session) { return virt::addresses(session, vms); });
}

Task<Result<std::optional<model::Mark>>> LibvirtHost::read_mark() {
  return ask([](const Session& session) { return virt::read_mark(session); });
}

Task<Result<model::Mark>> LibvirtHost::place_mark(model::Mark mark) {
  return ask([mark = std::move(mark)](const Session& session) { return virt::place_mark(session, mark); });
}

Task<Result<void>> LibvirtHost::rewrite_mark(model::Mark mark) {
  return ask([mark = std::move(mark)](const Session& session) { return virt::rewrite_mark(session, mark); });
}

Task<Result<void>> LibvirtHost::remove_mark(std::string id) {
  return ask([id = std::move(id)](const Session& session) { return virt::remove_mark(session, id); });
}

Task<Result<Notes>> LibvirtHost::read_notes(VmUuid vm) {
  return ask([vm](const Session& session) { return virt::read_notes(session, vm); });
}

Task<Result<void>> LibvirtHost::write_notes(VmUuid vm, Notes notes) {
  return ask([vm, notes = std::move(notes)](const Session& session) {
    return virt::write_notes(session, vm, notes);
  });
}

Task<Result<Milliseconds>> LibvirtHost::downtime_limit(VmUuid vm) {
  return ask([vm](const Session& session) { return virt::downtime_limit(session, vm); });
}

Task<Result<void>> LibvirtHost::set_downtime_limit(VmUuid vm, Milliseconds limit) {
  return ask([vm, limit](const Session& session) { return virt::set_downtime_limit(session, vm, limit); });
}

Task<Result<bool>> LibvirtHost::autostart(VmUuid vm) {
  return ask([vm](const Session& session) { return virt::autostart(session, vm); });
}

Task<Result<void>> LibvirtHost::set_autostart(VmUuid vm, bool on) {
  return ask([vm, on](const Session& session) { return virt::set_autostart(session, vm, on); });
}

Task<Result<std::map<std::string, model::Image>>> LibvirtHost::find_images(std::vector<std::string> paths) {
  return ask(
      [paths = std::move(paths)](const Session& session) { return virt::find_images(session, paths); });
}

Task<Result<void>> LibvirtHost::make_image(ImageOrder order) {
  return ask([order = std::move(order)](const Session& session) { return virt::make_image(session, order); });
}

Task<Result<void>> LibvirtHost::remove_image(std::string path) {
  return ask([path = std::move(path)](const Session& session) { return virt::remove_image(session, path); });
}

Task<Result<void>> LibvirtHost::migrate(MigrationRequest request) {
  std::optional<Endpoint> target;
  if (const auto it = endpoints_->find(request.to); it != endpoints_->end()) target = it->second;
  stop_->clear();
  auto moving = ask([request, target, stop = stop_](
                        Session& session) { return virt::migrate(session, request, target, stop); },
                    std::nullopt);
  co_return co_await undisturbed(std::move(moving));
}

Task<Result<void>> LibvirtHost::watch_start(VmUuid vm) {
  start_->clear();
  return ask([vm, start = start_](Session& session) { return virt::watch_start(session, vm, start); });
}

Task<Result<void>> LibvirtHost::undisturbed(Task<Result<void>> call) {
  const auto occupied = occupied_;  // this host may be gone before the call ends
  *occupied = true;
  auto result = co_await call;
  *occupied = false;
  co_return result;
}

Task<Result<JobSample>> LibvirtHost::job(VmUuid vm) {
  return ask([vm](const Session& session) { return job_sample(session, vm); });
}

Task<Result<void>> LibvirtHost::abort_job(VmUuid vm) {
  return ask([vm](const Session& session) { return virt::abort_job(session, vm); });
}

Task<Result<void>> LibvirtHost::start_postcopy(VmUuid vm) {
  return ask([vm](const Session& session) { return virt::start_postcopy(session, vm); });
}

Task<Result<std::map<VmUuid, MemoryUse>>> LibvirtHost::memory_use(std::vector<VmUuid> vms) {
  return ask([vms](const Session& session) { return virt::memory_use(session, vms); });
}

Task<Result<std::optional<Seconds>>> LibvirtHost::completed_downtime(VmUuid vm) {
  return ask([vm](const Session& session) { return virt::completed_downtime(session, vm); });
}

Task<Result<void>> LibvirtHost::resume(VmUuid vm) {
  return ask([vm](const Session& session) { return virt::resume(session, vm); });
}

Task<Result<void>> LibvirtHost::discard(VmUuid vm) {
  return ask([vm](const Session& session) { return virt::discard(session, vm); });
}

Task<Result<void>> LibvirtHost::destroy_partial(VmUuid vm) {
  return ask([vm](const Session& session) { return virt::destroy_partial(session, vm); });
}

Task<Result<void>> LibvirtHost::undefine(VmUuid vm) {
  return ask([vm](const Session& session) { return virt::undefine(session, vm); });
}

Task<Result<void>> LibvirtHost::make_persistent(VmUuid vm) {
  return ask([vm](const Session& session) { return virt::make_persistent(session, vm); });
}

Task<Result<void>> LibvirtHost::shut_down(VmUuid vm) {
  return ask([vm](const Session& session) { return virt::shut_down(session, vm); });
}

Task<Result<void>> LibvirtHost::save(VmUuid vm) {
  auto saving = ask([vm](const Session& session) { return virt::save(session, vm); }, std::nullopt);
  co_return co_await undisturbed(std::move(saving));
}

Task<Result<void>> LibvirtHost::define(Definition definition) {
  return ask([definition = std::move(definition)](const Session& session) {
    return virt::define(session, definition);
  });
}

Task<Result<void>> LibvirtHost::start(VmUuid vm) {
  return ask([vm](const Session& session) { return virt::start(session, vm); });
}

}  // namespace haxen::virt

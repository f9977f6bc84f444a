// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what is done while a migration is under way.
#include "executor/flight.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>
#include <vector>

#include "executor/whereabouts.hpp"

namespace haxen::executor {

namespace {

using model::Whereabouts;

constexpr Milliseconds least_limit{1};  // where libvirt's range begins
/// QEMU heeds a new limit when it next measures how fast it sends: every 100 ms (BUFFER_DELAY,
/// migration/migration.c, 7.2). Twice that, and the way there.
constexpr Milliseconds limit_takes_effect{250};
/// How long what is about to end is let end.
constexpr std::chrono::seconds abort_patience{5};

bool is_about_to_end(const model::JobSample& sample) {
  if (!sample.rate || sample.rate->bytes_per_second <= 0) return false;
  const Seconds left(static_cast<double>(sample.remaining.count) / sample.rate->bytes_per_second);
  return left < 2 * limit_takes_effect;
}

// Both ends say that it is where it was and nowhere else, running or off as it was.
Task<bool> is_where_it_was(Ground ground, VmUuid vm, NodeName from, virt::MigrationRequest request) {
  auto& connections = ground.connections;
  if (!request.offline) {
    const auto patience = ground.settings.proof_patience;
    const auto sighting = co_await prove(ground.loop, connections, vm, from, request.to, patience);
    co_return sighting.settled&& sighting.where == Whereabouts::here;
  }
  const auto here = co_await connections.look(from, vm);
  const auto there = co_await connections.look(request.to, vm);
  co_return here && here->defined && !model::is_active(here->state) && there && !there->defined;
}

}  // namespace

Flight::Flight(const Ground& ground, model::NamedVm vm, NodeName from, const migration::Bounds& bounds)
    : ground_(ground),
      vm_(std::move(vm)),
      from_(std::move(from)),
      steering_(bounds),
      bell_(std::make_shared<Bell>(ground.loop)) {}

Task<Result<void>> Flight::fly(virt::MigrationRequest request) {
  auto host = co_await ground_.connections.open(from_);
  if (!host) co_return tl::unexpected(host.error());
  to_ = request.to;
  auto call = std::make_shared<Call>();
  call->host = std::move(*host);
  call->bell = bell_;
  ground_.loop.spawn(make(call, request));
  Result<void> ended;
  if (request.offline) {
    ended = co_await await(call);
  } else {
    ended = co_await watch(call);
  }
  guest_stopped_ = call->host->guest_stopped();
  if (!call->result || ended || ended.error().kind != FaultKind::unreachable) co_return ended;
  // Either the source's daemon did not get through to its peer, or we have lost the source's daemon.
  const auto still = co_await call->host->look(vm_.uuid);
  if (!still) ended.error().kind = FaultKind::failed;
  co_return ended;
}

Task<Result<void>> Flight::join() { co_return co_await watch(nullptr); }

bool Flight::never_left(const Fault& why) const {
  return !data_went_over_ && (why.kind == FaultKind::unreachable || why.kind == FaultKind::denied || silent_);
}

Task<void> Flight::make(std::shared_ptr<Call> call, virt::MigrationRequest request) {
  call->result = co_await call->host->migrate(std::move(request));
  call->bell->ring();
}

Task<Result<void>> Flight::await(std::shared_ptr<Call> call) {
  const auto deadline = ground_.loop.now() + ground_.settings.no_progress;
  ground_.loop.at(deadline, [bell = bell_] { bell->ring(); });
  Bell& bell = *bell_;
  while (!call->result && ground_.loop.now() < deadline) co_await bell;
  if (call->result) co_return *call->result;
  co_return fault(FaultKind::late, fmt::format("vm '{}': its definition did not arrive in time", vm_.name));
}

Task<Result<void>> Flight::watch(std::shared_ptr<Call> call) {
  auto& loop = ground_.loop;
  Bell& bell = *bell_;
  last_progress_ = last_contact_ = loop.now();
  while (!is_over(call) && !is_beyond_hope()) {
    // That it begins to copy is what others wait for.
    const auto often = ground_.settings.sample_every;
    loop.at(loop.now() + (data_went_over_ ? often : often / 4), [bell = bell_] { bell->ring(); });
    co_await bell;
    if (!is_over(call) && !postcopy_ && ground_.stop.abort_running()) co_await give_up("aborted on request");
    if (!is_over(call)) co_await sample(call);
    if (!is_over(call) && !call) co_await let_go_if_torn();
    if (!is_over(call)) co_await give_up_if_silent();
  }
  const bool failed = !call || !call->result || !*call->result;
  if (!gave_up_.empty() && failed)
    co_return fault(FaultKind::aborted, fmt::format("vm '{}': {}", vm_.name, gave_up_));
  if (call) co_return *call->result;
  co_return Result<void>{};
}

bool Flight::is_over(const std::shared_ptr<Call>& call) const {
  return call ? call->result.has_value() : over_;
}

bool Flight::is_beyond_hope() const {
  return !gave_up_.empty() && ground_.loop.now() - gave_up_at_ > ground_.settings.no_progress;
}

Task<void> Flight::sample(std::shared_ptr<Call> call) {
  const auto seen = co_await ground_.connections.job(from_, vm_.uuid);
  if (is_over(call)) co_return;
  if (!seen) {
    over_ = !is_lost(seen.error());
    co_return;
  }
  last_contact_ = ground_.loop.now();
  over_ = seen->finished;
  if (!seen->finished) co_await steer(*seen);
}

Task<void> Flight::steer(model::JobSample sample) {
  if (sample.processed.count != processed_) {
    processed_ = sample.processed.count;
    data_went_over_ = true;
    last_progress_ = ground_.loop.now();
  }
  std::optional<Seconds> left;
  if (sample.rate && sample.rate->bytes_per_second > 0 && sample.iteration <= 1)
    left = Seconds(static_cast<double>(sample.remaining.count) / sample.rate->bytes_per_second);
  ground_.listener.hear(model::Sampled{vm_, sample.elapsed, sample.iteration, sample.total, sample.processed,
                                       sample.remaining, sample.rate, sample.dirty_rate, steering_.limit(),
                                       left});
  if (sample.throttle > std::exchange(throttle_, sample.throttle))
    ground_.listener.hear(model::Throttled{vm_, sample.throttle});
  if (!gave_up_.empty() || postcopy_) co_return;
  const auto before = steering_.limit();
  const auto decision = steering_.observe(sample);
  if (const auto* raise = std::get_if<migration::RaiseDowntime>(&decision)) {
    const auto limit = raise->to;
    const auto done = co_await ground_.connections.set_downtime_limit(from_, vm_.uuid, limit);
    if (done) ground_.listener.hear(model::DowntimeRaised{vm_, before, limit, raise->why});
  } else if (const auto* last = std::get_if<migration::GoPostCopy>(&decision)) {
    co_await go_postcopy(last->why);
  } else if (const auto* give = std::get_if<migration::GiveUp>(&decision)) {
    co_await give_up(give->why);
  }
}

// What libvirt counts of a post-copy's outage it does not tell anybody. Where this does not either, the guest
// goes on all the same.
Task<void> Flight::watch_target() {
  auto host = co_await ground_.connections.open(to_);
  if (!host) co_return;
  const auto watched = co_await (*host)->watch_start(vm_.uuid);
  if (watched) at_target_ = std::move(*host);
}

Task<void> Flight::go_postcopy(std::string why) {
  co_await watch_target();
  const auto begun = co_await ground_.connections.start_postcopy(from_, vm_.uuid);
  if (!begun && !is_lost(begun.error())) {
    co_await give_up(fmt::format("{}; {}", why, begun.error().message));
    co_return;
  }
  // Where the answer was lost, it may have begun.
  postcopy_ = true;
  ground_.listener.hear(model::PostCopyBegan{vm_, std::move(why)});
}

// Whoever drives one is told when it breaks off. Its job says nothing of that, and stays for good.
Task<void> Flight::let_go_if_torn() {
  if (ground_.loop.now() - last_progress_ < ground_.settings.no_progress / 6) co_return;
  const auto seen = co_await ground_.connections.look(from_, vm_.uuid);
  if (seen && seen->postcopy_failed) over_ = true;
}

Task<void> Flight::give_up_if_silent() {
  const auto patience = ground_.settings.no_progress;
  const auto quiet = ground_.loop.now() - std::min(last_progress_, last_contact_);
  if (quiet <= patience || !gave_up_.empty()) co_return;
  silent_ = true;
  co_await give_up(fmt::format("no data went over for {}", to_string(Seconds(patience))));
}

// Asked for once: whether it worked is seen from what becomes of the migration.
Task<void> Flight::give_up(std::string why) {
  if (!gave_up_.empty()) co_return;
  gave_up_ = std::move(why);
  gave_up_at_ = ground_.loop.now();
  if (postcopy_) co_return;
  const bool is_under_way = co_await keep_from_switching_over();
  if (is_under_way) co_await ground_.connections.abort_job(from_, vm_.uuid);
}

// One that is cancelled while it switches over may be ruined. QEMU dies of a guest that goes on and writes to
// disks it has let go of, or keeps it stopped for good, waiting to be told to go on (7.2); libvirt keeps its
// job, waiting for a guest to stop that runs again (9.0). So the limit is brought down first to what hardly
// any rest fits into; and what is about to end all the same is let end, as far as it does so soon. Tells
// whether it is still there.
Task<bool> Flight::keep_from_switching_over() {
  auto& loop = ground_.loop;
  const auto deadline = loop.now() + abort_patience;
  bool lowered = false;
  while (loop.now() < deadline) {
    if (!lowered) {
      const auto set = co_await ground_.connections.set_downtime_limit(from_, vm_.uuid, least_limit);
      if (!set && set.error().kind == FaultKind::unsupported) co_return true;
      lowered = set.has_value();
    }
    co_await loop.sleep(limit_takes_effect);
    const auto seen = co_await ground_.connections.job(from_, vm_.uuid);
    const bool is_gone = seen ? seen->finished : !is_lost(seen.error());
    if (is_gone) co_return false;
    if (lowered && seen && !is_about_to_end(*seen)) co_return true;
  }
  co_return true;
}

Task<Flown> send(Ground ground, model::NamedVm vm, NodeName from, virt::MigrationRequest request,
                 migration::Bounds bounds) {
  const auto to = request.to;
  request.route = ground.routes.between(from, to);
  // Driven by haxen, the guest would be lost with it.
  if (request.route == virt::Route::managed_direct) bounds.may_postcopy = false;
  Flight first(ground, vm, from, bounds);
  const auto ended = co_await first.fly(request);
  const bool was_direct = request.route == virt::Route::managed_direct;
  if (ended || was_direct || ground.stop.no_new_moves() || !first.never_left(ended.error()))
    co_return Flown{ended, first.guest_stopped(), first.guest_started()};
  const bool untouched = co_await is_where_it_was(ground, vm.uuid, from, request);
  if (!untouched) co_return Flown{ended, first.guest_stopped(), {}};
  if (ground.routes.needs_direct(from, to)) {
    const auto& why = ended.error();
    auto words = fmt::format(
        "it cannot reach node '{}' by itself ({}): haxen drives their migrations, and must not be killed "
        "meanwhile",
        to, why.message);
    ground.listener.hear(model::Warned{std::nullopt, from, std::move(words), why.detail});
  }
  request.route = virt::Route::managed_direct;
  bounds.may_postcopy = false;
  Flight second(ground, vm, from, bounds);
  const auto again = co_await second.fly(request);
  co_return Flown{again, second.guest_stopped(), {}};
}

}  // namespace haxen::executor

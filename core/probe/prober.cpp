// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the prober's thread spends its time.
#include "probe/prober.hpp"

#include <algorithm>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace haxen::probe {

namespace {

using namespace std::chrono_literals;

constexpr auto look_every = 100ms;
// A machine that was stopped for longer than this has lost its turn, instead of sending all at once.
constexpr Span worth_sending = 1s;

// A fresh connection for each probe takes a descriptor, in an outage for as long as the patience.
void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

std::uint64_t random_token() {
  std::random_device source;
  return static_cast<std::uint64_t>(source()) << 32 | source();
}

}  // namespace

void Desk::show(const model::ProbeGlance& glance) {
  const std::lock_guard lock(mutex_);
  glance_ = glance;
}

model::ProbeGlance Desk::glance() const {
  const std::lock_guard lock(mutex_);
  return glance_;
}

void Desk::turn(std::size_t lane, Period period) {
  const std::lock_guard lock(mutex_);
  periods_[lane] = period;
}

std::optional<Period> Desk::period(std::size_t lane) const {
  const std::lock_guard lock(mutex_);
  const auto found = periods_.find(lane);
  return found == periods_.end() ? std::nullopt : std::optional(found->second);
}

Result<Prober> Prober::open(const std::vector<Endpoint>& endpoints, const Settings& settings) {
  raise_descriptor_limit();
  auto poll = Poll::open();
  if (!poll) return tl::unexpected(poll.error());
  Prober prober(settings, std::make_unique<Poll>(std::move(*poll)));
  for (const auto& endpoint : endpoints) {
    const LaneGround ground{*prober.poll_, prober.lanes_.size(), random_token(), settings.patience,
                            settings.listed_from};
    auto lane = open_lane(endpoint, ground);
    if (!lane) return tl::unexpected(lane.error());
    prober.lanes_.push_back(std::move(*lane));
  }
  return prober;
}

Result<std::shared_ptr<Prober>> Prober::reach(const std::vector<Target>& targets, const Settings& settings) {
  std::vector<Endpoint> endpoints;
  for (const auto& target : targets) {
    auto endpoint = resolve(target);
    if (!endpoint) return tl::unexpected(endpoint.error());
    endpoints.push_back(std::move(*endpoint));
  }
  auto prober = open(endpoints, settings);
  if (!prober) return tl::unexpected(prober.error());
  return std::make_shared<Prober>(std::move(*prober));
}

model::ProbeReport Prober::run(Desk& desk) {
  // Threads may be woken up to 50 us late by default, so that wake-ups can be put together.
  prctl(PR_SET_TIMERSLACK, 1UL);
  settle(desk);
  Schedule schedule(now() + 1ms, settings_.interval, lanes_.size(), settings_.limits);
  const auto date = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
  for (auto& lane : lanes_) lane->tally().begin(schedule.begin());
  const auto ended = send_all(desk, schedule);
  collect(desk);
  auto found = report(schedule.begin(), ended);
  found.began = date;
  found.began_at = schedule.begin();
  found.interrupted = desk.stopped();
  return found;
}

void Prober::settle(const Desk& desk) {
  const auto deadline = now() + settings_.patience;
  const auto ready = [](const auto& lane) { return lane->is_ready(); };
  while (!std::ranges::all_of(lanes_, ready) && now() < deadline && !desk.stopped())
    hear(poll_->wait(now() + look_every));
}

Instant Prober::send_all(Desk& desk, Schedule& schedule) {
  while (!desk.stopped()) {
    const auto slot = schedule.next();
    if (!slot) break;
    const auto ready = poll_->wait(std::min(slot->due, now() + look_every));
    // Sending goes first, so that whatever kept this thread is known when what came meanwhile is looked at.
    send_due(schedule);
    hear(ready);
    if (looked_ + look_every <= now()) desk.show(glance(schedule.begin()));
    look(desk);
  }
  return now();
}

void Prober::send_due(Schedule& schedule) {
  for (auto slot = schedule.next(); slot && slot->due <= now(); slot = schedule.next()) {
    const auto late = now() - slot->due;
    own_delay_.add(late);
    if (late < worth_sending)
      lanes_[slot->lane]->send(slot->sequence, late);
    else
      lanes_[slot->lane]->tally().unsent(late);
    schedule.pass();
  }
}

void Prober::hear(const std::vector<Poll::Ready>& ready) {
  for (const auto& [lane, descriptor] : ready) lanes_[lane]->hear(descriptor);
}

void Prober::collect(const Desk& desk) {
  const auto deadline = now() + settings_.patience;
  const auto done = [](const auto& lane) { return lane->tally().open() == 0; };
  while (!std::ranges::all_of(lanes_, done) && now() < deadline) {
    hear(poll_->wait(std::min(deadline, now() + look_every)));
    look(desk);
  }
}

void Prober::look(const Desk& desk) {
  if (looked_ + look_every > now()) return;
  looked_ = now();
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    lanes_[i]->look();
    if (const auto period = desk.period(i)) lanes_[i]->tally().turn(*period);
  }
}

model::ProbeGlance Prober::glance(Instant begin) const {
  const auto at = now();
  model::ProbeGlance glance{at - begin, 0, 0, lanes_.size(), 0, {}};
  for (const auto& lane : lanes_) {
    const auto& tally = lane->tally();
    glance.sent += tally.sent_count();
    glance.answered += tally.answered_count();
    const Seconds silence = at - tally.last_answer();
    if (silence >= settings_.listed_from) ++glance.silent;
    glance.longest_gap = std::max(glance.longest_gap, silence);
    if (const auto& longest = tally.longest_gap())
      glance.longest_gap = std::max(glance.longest_gap, longest->length);
  }
  return glance;
}

model::ProbeReport Prober::report(Instant begin, Instant ended) const {
  model::ProbeReport report;
  report.lasted = ended - begin;
  report.interval = settings_.interval;
  report.listed_from = settings_.listed_from;
  report.own_delay = own_delay_.spread();
  for (const auto& lane : lanes_) report.targets.push_back(lane->figures(ended));
  return report;
}

}  // namespace haxen::probe

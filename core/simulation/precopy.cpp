// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how QEMU copies a running guest's memory.
#include "simulation/precopy.hpp"

#include <algorithm>
#include <utility>

namespace haxen::simulation {

namespace {

Bytes whole(double bytes) { return {static_cast<std::uint64_t>(bytes)}; }

}  // namespace

Precopy::Precopy(Loop& loop, Traffic& traffic, const Network& network, const Timings& timings, Job job,
                 Hooks hooks)
    : loop_(loop),
      traffic_(traffic),
      network_(network),
      timings_(timings),
      job_(std::move(job)),
      hooks_(std::move(hooks)),
      stream_(traffic.open(job_.from, job_.to)),
      began_(loop.now()),
      round_began_(loop.now()),
      round_(job_.storage.count > 0 ? 0 : 1) {}

Precopy::~Precopy() { traffic_.close(stream_); }

std::function<void()> Precopy::guarded(void (Precopy::*deed)()) {
  return [this, deed, alive = std::weak_ptr(alive_)] {
    if (!alive.expired() && under_way()) (this->*deed)();
  };
}

// Halved only so that something can be made to happen in the middle; the halves are one round.
void Precopy::start() {
  round_bytes_ = static_cast<double>((round_ == 0 ? job_.storage : job_.memory).count);
  yet_to_queue_ = round_bytes_ / 2;
  traffic_.send(stream_, round_bytes_ - yet_to_queue_, guarded(&Precopy::first_half_sent));
  network_changed();
}

void Precopy::first_half_sent() {
  if (state_ != State::copying) return;
  const double half = std::exchange(yet_to_queue_, 0);
  traffic_.send(stream_, half, guarded(round_ == 0 ? &Precopy::storage_sent : &Precopy::round_sent));
  hooks_.halfway();
}

void Precopy::storage_sent() {
  sent_before_ += round_bytes_;
  begin_round(static_cast<double>(job_.memory.count));
}

double Precopy::dirtied() const {
  const auto& guest = job_.guest;
  const double left_to_it = 1 - throttle_ / 100.0;
  const double written =
      guest.dirty_rate.bytes_per_second * left_to_it * Seconds(loop_.now() - round_began_).count();
  const auto set = guest.working_set.count > 0 ? std::min(guest.working_set, job_.memory) : job_.memory;
  return std::min(written, static_cast<double>(set.count));
}

double Precopy::remaining() const {
  if (state_ == State::held || state_ == State::stuck) return rest_;
  if (!under_way()) return 0;
  const auto to_come = round_ == 0 ? static_cast<double>(job_.memory.count) : 0;
  return traffic_.left(stream_) + yet_to_queue_ + to_come;
}

void Precopy::round_sent() {
  if (state_ != State::copying) return;
  sent_before_ += round_bytes_;
  const double took = Seconds(loop_.now() - round_began_).count();
  const double written = dirtied();
  if (took > 0) dirty_rate_ = written / took;
  throttle(written);
  consider(written);
  if (state_ == State::copying) begin_round(written);
}

void Precopy::throttle(double written) {
  const bool much = job_.may_throttle && written > round_bytes_ / 2;
  const bool again = std::exchange(wrote_much_, much) && much;
  if (!again) return;
  wrote_much_ = false;
  throttle_ = std::min(99U, throttle_ == 0 ? 20U : throttle_ + 10);
}

void Precopy::begin_round(double bytes) {
  ++round_;
  round_began_ = loop_.now();
  round_bytes_ = bytes;
  traffic_.send(stream_, bytes, guarded(&Precopy::round_sent));
}

void Precopy::consider(double left) {
  const bool fits = left <= traffic_.rate(stream_) * Seconds(job_.limit).count();
  const bool enough = job_.most_rounds && round_ >= *job_.most_rounds;
  if (fits || enough) stop_and_copy(left);
}

void Precopy::set_limit(Milliseconds limit) {
  job_.limit = limit;
  if (state_ != State::copying || round_ == 0 || traffic_.rate(stream_) <= 0) return;
  const double left = remaining();
  const double sent = round_bytes_ - left;
  consider(left + dirtied());
  if (state_ == State::copying) return;
  sent_before_ += sent;
}

void Precopy::stop_and_copy(double left) {
  rest_ = left;
  yet_to_queue_ = 0;
  round_bytes_ = left;
  ++round_;
  state_ = State::held;
  hooks_.stop_guest();
  if (hooks_.may_switch()) go_on();
}

void Precopy::go_on() {
  if (state_ != State::held) return;
  state_ = State::switching;
  send_rest();
}

bool Precopy::go_postcopy() {
  if (state_ != State::copying || round_ == 0) return false;
  const double left = remaining();
  sent_before_ += round_bytes_ - left;
  rest_ = std::min(left + dirtied(), static_cast<double>(job_.memory.count));
  yet_to_queue_ = 0;
  round_bytes_ = rest_;
  ++round_;
  state_ = State::postcopy;
  hooks_.stop_guest();
  loop_.at(loop_.now() + timings_.switch_over, [this, alive = std::weak_ptr(alive_)] {
    if (!alive.expired() && state_ == State::postcopy) devices_sent();
  });
  return true;
}

void Precopy::devices_sent() {
  traffic_.send(stream_, rest_, guarded(&Precopy::rest_sent));
  hooks_.can_run_there();
}

void Precopy::send_rest() { traffic_.send(stream_, rest_, guarded(&Precopy::rest_sent)); }

void Precopy::rest_sent() {
  loop_.at(loop_.now() + timings_.switch_over, [this, alive = std::weak_ptr(alive_)] {
    if (alive.expired() || (state_ != State::switching && state_ != State::postcopy)) return;
    if (network_.connected(job_.from, job_.to)) {
      end(State::completed);
    } else {
      // The devices' state is the last to be sent: it waits for the way like all the rest.
      traffic_.send(stream_, 1, guarded(&Precopy::rest_sent));
    }
  });
}

void Precopy::abort() {
  if (state_ == State::switching) {
    state_ = State::stuck;
  } else {
    cancel();
  }
}

void Precopy::end(State state) {
  if (!under_way()) return;
  state_ = state;
  traffic_.close(stream_);
  hooks_.ended();
}

model::JobSample Precopy::sample() const {
  model::JobSample sample;
  sample.at = loop_.now();
  sample.elapsed = loop_.now() - began_;
  sample.iteration = round_;
  sample.total = job_.storage + job_.memory;
  sample.finished = !under_way();
  if (!under_way()) return sample;
  const double left = remaining();
  const double rate = traffic_.rate(stream_);
  sample.remaining = whole(left);
  const auto all = round_ == 0 ? static_cast<double>(sample.total.count) : round_bytes_;
  sample.processed = whole(sent_before_ + std::max(0.0, all - left));
  if (rate > 0) {
    sample.rate = Bandwidth{rate};
    sample.expected_downtime = std::chrono::duration_cast<Milliseconds>(Seconds(left / rate));
  }
  sample.throttle = throttle_;
  if (dirty_rate_) sample.dirty_rate = Bandwidth{*dirty_rate_};
  return sample;
}

void Precopy::network_changed() {
  const auto since = network_.silent_since(job_.from, job_.to);
  if (!since || !under_way()) return;
  const bool connected_once = loop_.now() > began_ || traffic_.rate(stream_) > 0;
  const auto patience = connected_once ? timings_.tcp_silence : timings_.tcp_connect;
  loop_.at(loop_.now() + patience, [this, since, alive = std::weak_ptr(alive_)] {
    if (alive.expired() || !under_way()) return;
    if (network_.silent_since(job_.from, job_.to) == since) break_off();
  });
}

}  // namespace haxen::simulation

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how QEMU copies a running guest's memory: round after round, until what is left fits into the allowed
// pause, or until it is told to let the guest go on at the other end at once.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "async/loop.hpp"
#include "base/bytes.hpp"
#include "base/duration.hpp"
#include "model/job_sample.hpp"
#include "simulation/setup.hpp"
#include "simulation/traffic.hpp"

namespace haxen::simulation {

/// One outgoing stream: first the contents of disks, where some go along, then memory. The first round sends
/// all memory, each later one what was written during the one before: round k is V (d/B)^k for memory V,
/// dirty rate d and bandwidth B, never more than the working set. At the end of a round, and whenever the
/// limit is changed, the guest is stopped and the rest sent if it takes no longer than the downtime limit.
/// Where it may, QEMU withholds processor time from a guest that writes more than half of what is sent, twice
/// in a row: a fifth at first, then a tenth more each time (migration/ram.c, QEMU 7.2).
class Precopy {
 public:
  enum class State {
    copying,
    held,       ///< the guest is stopped and nobody is there to tell QEMU to go on
    switching,  ///< the guest is stopped and the rest is being sent
    stuck,      ///< aborted while it switched over: the guest stays stopped
    postcopy,   ///< the guest is stopped here, can run there, and the rest is being sent
    completed,
    failed,  ///< the stream broke
    cancelled,
  };

  struct Job {
    Site from;
    Site to;
    Bytes storage{};  ///< contents of disks; what the guest writes to them meanwhile is not counted
    Bytes memory{};
    Guest guest;
    Milliseconds limit{300};
    bool may_throttle = false;
    std::optional<unsigned> most_rounds{};  ///< after which it stops the guest whatever is left, as Xen does
  };

  /// What it does to the guest and whom it tells. None may destroy it.
  struct Hooks {
    std::function<void()> halfway = [] {};                   ///< of the disks, or else of the first round
    std::function<bool()> may_switch = [] { return true; };  ///< the guest is stopped: is the daemon there?
    std::function<void()> stop_guest = [] {};
    std::function<void()> can_run_there = [] {};  ///< its devices have arrived, of its memory only a part
    std::function<void()> ended = [] {};  ///< completed, failed or cancelled; the guest is the owner's again
  };

  Precopy(Loop& loop, Traffic& traffic, const Network& network, const Timings& timings, Job job, Hooks hooks);
  ~Precopy();
  Precopy(const Precopy&) = delete;
  Precopy& operator=(const Precopy&) = delete;

  State state() const { return state_; }
  bool under_way() const {
    return state_ == State::copying || state_ == State::held || state_ == State::switching ||
           state_ == State::stuck || state_ == State::postcopy;
  }
  const Job& job() const { return job_; }

  void start();
  void set_limit(Milliseconds limit);
  /// Goes on after `held`.
  void go_on();
  /// Stops the guest here, for it to go on there; only while it copies memory.
  bool go_postcopy();
  void cancel() { end(State::cancelled); }
  /// Cancels at somebody's word. At the worst that comes when the guest is stopped for the hand-over, and
  /// then QEMU 7.2 waits for good.
  void abort();
  void break_off() { end(State::failed); }

  model::JobSample sample() const;

  /// The way between the two has changed: a stream that stays stalled is given up by the kernel some day.
  void network_changed();

 private:
  void first_half_sent();
  void storage_sent();
  void round_sent();
  void begin_round(double bytes);
  void consider(double left);
  void stop_and_copy(double left);
  void send_rest();
  void devices_sent();
  void rest_sent();
  void end(State state);
  double dirtied() const;
  void throttle(double written);
  double remaining() const;
  std::function<void()> guarded(void (Precopy::*deed)());

  Loop& loop_;
  Traffic& traffic_;
  const Network& network_;
  const Timings& timings_;
  Job job_;
  Hooks hooks_;
  State state_ = State::copying;
  Traffic::Id stream_;
  Time began_;
  Time round_began_;
  unsigned round_ = 1;  // 0 while the disks' contents are sent
  double round_bytes_ = 0;
  double sent_before_ = 0;  // in the rounds before this one
  double yet_to_queue_ = 0;
  double rest_ = 0;
  unsigned throttle_ = 0;  // percent
  bool wrote_much_ = false;
  std::optional<double> dirty_rate_;
  std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);
};

}  // namespace haxen::simulation

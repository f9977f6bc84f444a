// SPDX-License-Identifier: GPL-2.0-or-later
// Knows a hypervisor's process with a guest in it, which lives and dies by itself, whoever asked for it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "async/loop.hpp"
#include "base/duration.hpp"
#include "base/names.hpp"
#include "simulation/precopy.hpp"

namespace haxen::simulation {

struct Ground;

class Qemu : public std::enable_shared_from_this<Qemu> {
 public:
  enum class Stop {
    none,             ///< its CPUs run
    asked,            ///< somebody paused it
    migration,        ///< its memory is leaving, or has left
    incoming,         ///< its memory is arriving, or has arrived
    postcopy,         ///< it goes on elsewhere, where the rest of its memory follows
    postcopy_failed,  ///< a part of its memory is elsewhere, and does not come any more
  };

  /// What a daemon's events tell of a guest's CPUs.
  struct Told {
    std::optional<Time> stopped{};  ///< since when they stand; none while they run
    std::optional<Time>
        started{};  ///< when they first began to run here; none where they did from the beginning
  };

  /// A guest's process at `node`: stopped for `why`, or running where that is `none`.
  Qemu(Ground& ground, NodeName node, VmUuid vm, Stop why);

  const NodeName& node() const { return node_; }
  const VmUuid& vm() const { return vm_; }
  bool alive() const { return alive_; }
  bool running() const { return alive_ && stop_ == Stop::none; }
  Stop stopped_for() const { return stop_; }
  bool loaded() const { return loaded_; }  ///< of an incoming one: all memory is here
  /// Of an incoming one: it can run; what it lacks of its memory follows.
  bool can_run() const { return loaded_ || can_run_; }
  /// It goes on at another node, with all of its memory or without: there is no way back.
  bool has_gone_over() const {
    return alive_ && (stop_ == Stop::postcopy || stop_ == Stop::postcopy_failed) && !lacks_memory();
  }
  /// It was let run here before all of its memory was, and the rest does not come any more.
  bool lacks_memory() const { return alive_ && can_run_ && !loaded_ && stop_ == Stop::postcopy_failed; }
  /// Of a loaded one: when the guest was stopped at the source.
  Time guest_stopped() const { return guest_stopped_; }
  /// What is told of its guest here; outlives it.
  std::shared_ptr<const Told> told() const { return told_; }
  Milliseconds downtime_limit() const { return limit_; }
  /// The outgoing stream of the last migration; null when there was none.
  const std::shared_ptr<Precopy>& outgoing() const { return outgoing_; }

  void start_cpus(const std::string& cause);
  void stop_cpus(Stop why, const std::string& cause);
  void set_downtime_limit(Milliseconds limit);
  struct Terms {
    Bytes storage{};  ///< goes first
    bool may_throttle = false;
    bool may_postcopy = false;
  };
  /// Begins to send what there is to `target`; `daemon` is rung when there is something to see.
  void send_to(const std::shared_ptr<Qemu>& target, Terms terms, std::weak_ptr<Bell> daemon);
  /// False where nothing is being sent that may do so.
  bool go_postcopy();
  /// The process ends, and its streams break.
  void quit(const std::string& cause);
  /// The guest powers off: at once where it runs, as soon as it runs again where it is stopped.
  void power_off(const std::string& cause);

 private:
  void let_run_there();
  void outgoing_ended();
  void tell_of_end(const Qemu& target);
  void feed_broke();

  Ground& ground_;
  NodeName node_;
  VmUuid vm_;
  Stop stop_;
  bool alive_ = true;
  bool loaded_ = false;
  bool can_run_ = false;
  bool may_postcopy_ = false;
  Time guest_stopped_{};
  std::shared_ptr<Told> told_ = std::make_shared<Told>();
  Milliseconds limit_{300};  // QEMU's default, and what every receiving process begins with
  std::string wants_off_;
  std::shared_ptr<Precopy> outgoing_;
  std::weak_ptr<Qemu> target_;
  std::weak_ptr<Qemu> feed_;  // of an incoming one: who sends
  std::weak_ptr<Bell> daemon_;
};

}  // namespace haxen::simulation

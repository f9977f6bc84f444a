// SPDX-License-Identifier: GPL-2.0-or-later
// Knows a hypervisor's process with a guest in it.
#include "simulation/qemu.hpp"

#include <utility>

#include "simulation/ground.hpp"
#include "simulation/machine.hpp"

namespace haxen::simulation {

Qemu::Qemu(Ground& ground, NodeName node, VmUuid vm, Stop why)
    : ground_(ground), node_(std::move(node)), vm_(std::move(vm)), stop_(why) {}

void Qemu::start_cpus(const std::string& cause) {
  if (!alive_ || stop_ == Stop::none) return;
  stop_ = Stop::none;
  told_->stopped.reset();
  if (!told_->started) told_->started = ground_.loop.now();
  ground_.witness.runs(vm_, node_, cause);
  if (wants_off_.empty()) return;
  ground_.soon([self = shared_from_this()] { self->power_off(self->wants_off_); });
}

void Qemu::stop_cpus(Stop why, const std::string& cause) {
  if (!alive_) return;
  stop_ = why;
  guest_stopped_ = ground_.loop.now();
  told_->stopped = guest_stopped_;
  ground_.witness.stands(vm_, node_, cause);
}

void Qemu::set_downtime_limit(Milliseconds limit) {
  limit_ = limit;
  if (outgoing_) outgoing_->set_limit(limit);
}

void Qemu::send_to(const std::shared_ptr<Qemu>& target, Terms terms, std::weak_ptr<Bell> daemon) {
  const auto& facts = ground_.vms.at(vm_);
  const auto hypervisor = ground_.machine(node_).facts.hypervisor;
  Precopy::Job job;
  job.from = site_of(node_);
  job.to = site_of(target->node_);
  job.storage = terms.storage;
  job.may_throttle = terms.may_throttle;
  job.memory = facts.vm.memory;
  job.guest = facts.guest;
  job.limit = limit_;
  if (hypervisor == model::Hypervisor::xen) job.most_rounds = 5;
  if (!running()) job.guest.dirty_rate = {};
  const bool was_running = running();

  Precopy::Hooks hooks;
  hooks.halfway = [this, target] {
    ground_.reached({Moment::at, Phase::perform, vm_, node_, target->node_});
  };
  hooks.may_switch = [this] { return ground_.machine(node_).daemon != nullptr; };
  hooks.stop_guest = [this] {
    const bool for_good = outgoing_->state() == Precopy::State::postcopy;
    stop_cpus(for_good ? Stop::postcopy : Stop::migration, "for the migration");
  };
  hooks.can_run_there = [this] { let_run_there(); };
  hooks.ended = [this, was_running] {
    const bool moved = outgoing_->state() == Precopy::State::completed;
    // What was sent to a node that lost its power is nowhere.
    const auto receiver = target_.lock();
    const bool arrived = moved && receiver && receiver->alive_;
    if (!arrived && alive_ && stop_ == Stop::postcopy) {
      stop_ = Stop::postcopy_failed;
      ground_.witness.torn(vm_, node_);
    }
    if (!moved && stop_ == Stop::migration) {
      if (was_running) start_cpus("QEMU goes on after its migration failed");
      if (!was_running) stop_ = Stop::asked;
    }
    outgoing_ended();
  };
  may_postcopy_ = terms.may_postcopy && was_running;
  daemon_ = std::move(daemon);
  target_ = target;
  target->feed_ = weak_from_this();
  outgoing_ = std::make_shared<Precopy>(ground_.loop, ground_.traffic, ground_.network, ground_.setup.timings,
                                        std::move(job), std::move(hooks));
  ground_.streams.push_back(outgoing_);
  outgoing_->start();
}

bool Qemu::go_postcopy() { return alive_ && may_postcopy_ && outgoing_ && outgoing_->go_postcopy(); }

void Qemu::let_run_there() {
  if (const auto target = target_.lock(); target && target->alive_) {
    target->can_run_ = true;
    target->guest_stopped_ = guest_stopped_;
    target->wants_off_ = wants_off_;
  }
  if (const auto bell = daemon_.lock()) bell->ring();
}

void Qemu::outgoing_ended() {
  const auto target = target_.lock();
  if (target && target->alive_) {
    if (outgoing_->state() == Precopy::State::completed) {
      target->loaded_ = true;
      if (stop_ == Stop::postcopy) tell_of_end(*target);
      target->guest_stopped_ = guest_stopped_;
      if (!target->can_run_) target->wants_off_ = wants_off_;
    } else {
      ground_.network.send(site_of(node_), site_of(target->node_), [target] { target->feed_broke(); });
    }
  }
  if (const auto bell = daemon_.lock()) bell->ring();
}

// To each daemon it is an event.
void Qemu::tell_of_end(const Qemu& target) {
  for (const auto& node : {node_, target.node_})
    ground_.soon([&machine = ground_.machine(node), vm = vm_] { machine.memory_moved(vm); });
}

void Qemu::feed_broke() {
  if (!alive_ || loaded_) return;
  if (can_run_) {
    stop_ = Stop::postcopy_failed;
    ground_.witness.torn(vm_, node_);
  } else if (stop_ == Stop::incoming) {
    quit("the memory stream to it broke");
  }
}

void Qemu::quit(const std::string& cause) {
  if (!alive_) return;
  const auto self = shared_from_this();
  alive_ = false;
  // Where this node lost its power the target hears of nothing, and waits for its memory for good.
  if (const auto target = target_.lock();
      target && stop_ == Stop::postcopy && target->can_run_ && !target->loaded_)
    ground_.witness.torn(vm_, target->node_);
  if (outgoing_ && outgoing_->under_way()) outgoing_->break_off();
  const bool arriving = stop_ == Stop::incoming || (can_run_ && !loaded_);
  if (const auto feed = feed_.lock(); feed && arriving && feed->target_.lock() == self) {
    ground_.network.send(site_of(node_), site_of(feed->node_), [stream = std::weak_ptr(feed->outgoing_)] {
      if (const auto broken = stream.lock()) broken->break_off();
    });
  }
  ground_.machine(node_).qemu_gone(*this, cause);
}

void Qemu::power_off(const std::string& cause) {
  if (running()) {
    quit(cause);
    return;
  }
  // Whichever of the two processes that hold the stopped guest will run.
  wants_off_ = cause;
  if (const auto target = target_.lock(); target && target->loaded_) target->wants_off_ = cause;
}

}  // namespace haxen::simulation

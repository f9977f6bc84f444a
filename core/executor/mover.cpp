// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the steps of one VM's move.
#include "executor/mover.hpp"

#include <fmt/format.h>
#include <utility>

#include "executor/aftercare.hpp"
#include "executor/doubt.hpp"
#include "executor/flight.hpp"
#include "executor/images.hpp"
#include "executor/landing.hpp"
#include "executor/leftover.hpp"
#include "executor/readiness.hpp"
#include "executor/terms.hpp"
#include "executor/welcome.hpp"

namespace haxen::executor {

namespace {

using model::MoveResult;
using model::Whereabouts;

}  // namespace

Mover::Mover(const Ground& ground, model::Vm vm, model::Move move, Journey journey)
    : ground_(ground),
      connections_(ground.connections),
      vm_(std::move(vm)),
      named_{vm_.uuid, vm_.name},
      journey_(journey) {
  outcome_.move = std::move(move);
  // A run that was killed left its own low limit on the VM; what the VM's owner had is in the notes.
  if (vm_.pending) {
    former_downtime_ = vm_.pending->former_downtime;
    autostart_ = vm_.pending->autostart;
  }
}

Task<model::MoveOutcome> Mover::run() {
  const auto start = ground_.loop.now();
  const auto checked = co_await check();
  if (!checked) {
    outcome_.fault = checked.error().message;
    co_return outcome_;
  }
  if (!already_there_) {
    const auto& move = outcome_.move;
    Result<void> ended;
    bool is_ours = move.kind != model::MoveKind::adopt;
    if (!is_ours) {
      ground_.listener.hear(model::MoveAdopted{named_, move.from, move.to, move.memory});
      ended = co_await join();
      if (ended) is_ours = co_await came_to_nothing();
    }
    if (is_ours) ended = co_await set_out();
    co_await conclude(ended);
    outcome_.time = ground_.loop.now() - start;
  }
  ground_.listener.hear(model::MoveEnded{named_, outcome_});
  co_return outcome_;
}

Task<Result<void>> Mover::check() {
  const auto& move = outcome_.move;
  const auto answers = co_await look_at_both(ground_.loop, connections_, vm_.uuid, move.from, move.to);
  for (const auto& answer : answers)
    if (!answer) co_return tl::unexpected(answer.error());
  const auto& source = answers[0].value();
  const auto ready = readiness(vm_, move, source, answers[1].value());
  if (ready.course == Readiness::Course::is_between && (co_await ask_again()).settled)
    co_return co_await check();
  switch (ready.course) {
    case Readiness::Course::is_followed:
      outcome_.move.kind = model::MoveKind::adopt;
      co_return Result<void>{};
    case Readiness::Course::is_there: co_await is_there_already(); co_return Result<void>{};
    case Readiness::Course::is_between:
    case Readiness::Course::stays: outcome_.result = ready.result; co_return tl::unexpected(ready.why);
    case Readiness::Course::sets_out: break;
  }
  in_doubt_ = co_await doubt(connections_, vm_, move.from, move.to);
  vm_.persistent = source.persistent;
  vm_.state = source.state;
  outcome_.move.kind = model::MoveKind::migrate;  // what was to be adopted has failed meanwhile
  co_return Result<void>{};
}

Task<Sighting> Mover::ask_again() {
  const auto& move = outcome_.move;
  return prove(ground_.loop, connections_, vm_.uuid, move.from, move.to, ground_.settings.proof_patience);
}

Task<void> Mover::is_there_already() {
  already_there_ = true;
  outcome_.result = MoveResult::moved;
  outcome_.node = outcome_.move.to;
  if (vm_.pending) co_await restore(outcome_.move.to);
}

Task<Result<void>> Mover::set_out() {
  const auto& move = outcome_.move;
  auto welcome = co_await is_welcome(connections_, ground_.settings.operation, move.to);
  if (!welcome) co_return welcome;
  const auto began = ground_.loop.now();
  ground_.listener.hear(model::MoveStarted{named_, move.from, move.to, move.memory, move.expected_time,
                                           outage_budget(ground_.settings, vm_), storage(move)});
  auto ended = co_await prepare();
  if (!ended) co_return ended;
  const auto from = move.from;
  const auto wanted = request_for(ground_.settings, vm_, move);
  auto within = bounds_for(ground_.settings, vm_);
  within.may_postcopy = wanted.may_postcopy;
  const auto flown = co_await send(ground_, named_, from, wanted, within);
  guest_stopped_ = flown.guest_stopped;
  if (guest_stopped_) outcome_.switched = *guest_stopped_ - began;
  resumed_ = flown.guest_started;
  co_return flown.ended;
}

// An adopted migration that nobody drives any more ends by itself, and the VM is where it was. What it left
// at the target goes before the next attempt: prepare() sees to that.
Task<bool> Mover::came_to_nothing() {
  if (ground_.stop.no_new_moves()) co_return false;
  const auto sighting = co_await find();
  if (!sighting.settled || sighting.where != Whereabouts::here) co_return false;
  outcome_.move.kind = model::MoveKind::migrate;
  co_return true;
}

Task<Result<void>> Mover::prepare() {
  const auto from = outcome_.move.from;
  const auto limit = co_await connections_.downtime_limit(from, vm_.uuid);
  if (!limit && limit.error().kind != FaultKind::unsupported) co_return tl::unexpected(limit.error());
  if (!vm_.pending) former_downtime_ = limit.value_or(Milliseconds(0));
  if (vm_.persistent) {
    const auto autostart = co_await connections_.autostart(from, vm_.uuid);
    if (!autostart) co_return tl::unexpected(autostart.error());
    autostart_ = autostart_ || *autostart;
  }
  prepared_ = true;
  // What a copy that was cut short has left is in the way of the next one.
  if (vm_.pending && vm_.pending->to == outcome_.move.to) images_ = vm_.pending->images;
  co_await discard_images();
  const auto notes = notes_on_the_way();
  const auto noted = co_await connections_.write_notes(from, vm_.uuid, notes);
  if (!is_fine(noted)) co_return noted;
  const auto first = migration::first_limit(bounds_for(ground_.settings, vm_));
  const auto set = co_await connections_.set_downtime_limit(from, vm_.uuid, first);
  if (!is_fine(set)) co_return set;
  const auto made = co_await make_images(connections_, outcome_.move.to, outcome_.move.copies);
  if (made) images_ = paths_of(outcome_.move.copies);
  co_return made;
}

Task<Result<void>> Mover::join() {
  prepared_ = true;
  if (vm_.pending) images_ = vm_.pending->images;
  Flight flight(ground_, named_, outcome_.move.from, bounds_for(ground_.settings, vm_));
  co_return co_await flight.join();
}

Task<void> Mover::conclude(Result<void> ended) {
  const auto sighting = co_await find();
  if (!ended) outcome_.fault = ended.error().message;
  if (sighting.settled && sighting.where == Whereabouts::there) {
    if (!ended && ended.error().kind != FaultKind::aborted) warn(ended.error().message);
    co_await arrived();
    co_await clear_other_ends(sighting);
    co_await leave_images();
    confess();
  } else if (sighting.settled && sighting.where == Whereabouts::here) {
    co_await stayed();
    co_await clear_other_ends(sighting);
    confess();
  } else if (sighting.settled && sighting.where == Whereabouts::neither) {
    outcome_.result = MoveResult::gone;
    outcome_.fault =
        fmt::format("vm '{}': it is active at neither node: it was shut off, or ended by itself", vm_.name);
    if (prepared_) co_await restore_definition();
  } else {
    outcome_.result = MoveResult::unproven;
    const auto reason = sighting.detail.empty() ? std::string("its job does not end") : sighting.detail;
    outcome_.fault =
        ended ? fmt::format("vm '{}': {}", vm_.name, reason) : fmt::format("{}; {}", outcome_.fault, reason);
  }
}

Task<void> Mover::arrived() {
  const auto to = outcome_.move.to;
  outcome_.result = MoveResult::moved;
  outcome_.node = to;
  outcome_.fault.clear();
  const auto downtime = co_await connections_.completed_downtime(to, vm_.uuid);
  if (downtime) outcome_.outage = *downtime;
  // libvirt's own ends where it would have started the guest, and of a post-copy it tells none.
  if (resumed_ && guest_stopped_) outcome_.outage = *resumed_ - *guest_stopped_;
  if (prepared_) co_await restore(to);
}

Task<void> Mover::stayed() {
  const auto from = outcome_.move.from;
  outcome_.result = MoveResult::stayed;
  outcome_.node = from;
  if (outcome_.fault.empty())
    outcome_.fault = fmt::format("vm '{}': its migration ended without a word", vm_.name);
  co_await discard_images();
  if (prepared_) co_await restore(from);
}

// An end of an interrupted move before this one that was silent when this one was planned may answer by now.
Task<void> Mover::clear_other_ends(Sighting sighting) {
  if (!vm_.persistent) co_return;
  const auto& move = outcome_.move;
  const auto runs_on = *outcome_.node;
  auto ends = former_ends(vm_, move);
  if (sighting.defined_twice) ends.insert(ends.begin(), runs_on == move.to ? move.from : move.to);
  for (const auto& end : ends) {
    const auto told = co_await remove_leftover(connections_, vm_.uuid, end, runs_on);
    for (const auto& text : told) warn(text);
  }
}

// It is where this move has put it, and nobody can say that it is nowhere else.
void Mover::confess() {
  if (in_doubt_.empty()) return;
  outcome_.result = MoveResult::unproven;
  outcome_.fault = outcome_.fault.empty() ? in_doubt_ : fmt::format("{}; {}", outcome_.fault, in_doubt_);
}

// What its migration has left paused runs again before anything is concluded from where it is.
Task<Sighting> Mover::find() {
  const auto& move = outcome_.move;
  const Ends ends{vm_.uuid, move.from, move.to, hand_over_of(vm_, move)};
  const auto landing = co_await land(ground_.loop, connections_, ends, ground_.settings.proof_patience);
  for (const auto& text : landing.told) warn(text);
  if (landing.resumed) resumed_ = landing.resumed;
  co_return landing.sighting;
}

// What is off has no downtime limit; its definition may be at either end.
Task<void> Mover::restore_definition() {
  former_downtime_ = Milliseconds(0);
  for (const auto& node : {outcome_.move.from, outcome_.move.to}) {
    const auto seen = co_await connections_.look(node, vm_.uuid);
    if (seen && seen->defined && seen->persistent) co_await restore(node);
  }
}

// Proven: nothing of the VM is at the target, so the images there are nobody's.
Task<void> Mover::discard_images() {
  const auto failed = co_await remove_images(connections_, outcome_.move.to, images_);
  if (failed.empty()) images_.clear();
  for (const auto& text : failed) warn(text);
}

Task<void> Mover::leave_images() {
  outcome_.images_left = std::exchange(images_, {});
  if (ground_.settings.source_images == SourceImages::kept || outcome_.images_left.empty()) co_return;
  const auto source = co_await connections_.look(outcome_.move.from, vm_.uuid);
  if (!source || source->defined) co_return;  // not proven that nothing there needs them
  const auto failed = co_await remove_images(connections_, outcome_.move.from, outcome_.images_left);
  if (failed.empty()) outcome_.images_left.clear();
  for (const auto& text : failed) warn(text);
}

Task<void> Mover::restore(NodeName node) {
  OwnersSettings settings;
  settings.downtime_limit = former_downtime_;
  settings.autostart = autostart_;
  const bool stayed = node == outcome_.move.from;
  settings.notes = notes_at_rest(stayed ? vm_.origin : notes_on_the_way().origin, node);
  settings.notes.moved = moved_to(node);
  // Images that could not be removed must not be forgotten.
  if (stayed && !images_.empty()) settings.notes.pending = notes_on_the_way().pending;
  // Nor where else it may be.
  if (!in_doubt_.empty()) settings.notes.pending = vm_.pending;
  const auto failed = co_await put_right(connections_, node, vm_.uuid, settings);
  for (const auto& text : failed) warn(text);
}

virt::Notes Mover::notes_on_the_way() const {
  return executor::notes_on_the_way(ground_.settings, vm_, outcome_.move, {former_downtime_, autostart_, {}});
}

// One that is only parked must not have to cool down there, should the run be killed before it goes on.
std::optional<model::WallTime> Mover::moved_to(const NodeName& node) const {
  const bool arrived = node == outcome_.move.to && journey_ == Journey::ends;
  return arrived && ground_.settings.date ? ground_.settings.date() : vm_.moved;
}

void Mover::warn(std::string text) {
  ground_.listener.hear(model::Warned{named_, std::nullopt, text});
  outcome_.warnings.push_back(std::move(text));
}

}  // namespace haxen::executor

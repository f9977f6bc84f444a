// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to read two answers about one VM.
#include "executor/whereabouts.hpp"

#include <utility>

namespace haxen::executor {

namespace {

using model::VmState;
using model::Whereabouts;
using namespace std::chrono_literals;

// A hand-over that is under way looks different at every glance; this is how long to leave it between two.
constexpr auto glance = 250ms;

constexpr auto torn_words = "its post-copy broke off, and no copy of it has all of its memory";

enum class Copy { none, running, paused };

Copy copy(const virt::Presence& presence) {
  if (!presence.defined) return Copy::none;
  switch (presence.state) {
    case VmState::shut_off:
    case VmState::crashed: return Copy::none;
    case VmState::running:
    case VmState::blocked_on_io:
    case VmState::shutting_down: return Copy::running;
    case VmState::paused:
    case VmState::suspended:
    case VmState::unknown: return Copy::paused;
  }
  return Copy::paused;
}

bool is_migrating(const virt::Presence& presence) {
  return presence.incoming || (presence.job && presence.job->kind != model::JobKind::other);
}

// libvirt calls a source's post-copy broken off, too, where only the daemons have lost each other: the target
// runs, then, and goes on receiving.
bool is_torn(const virt::Presence& source, Copy target, const virt::Presence& at_target) {
  return source.postcopy_failed && (target == Copy::none || at_target.postcopy_failed);
}

Whereabouts of(Copy source, Copy target) {
  if (source != Copy::none && target != Copy::none) return Whereabouts::both;
  if (source == Copy::running) return Whereabouts::here;
  if (target == Copy::running) return Whereabouts::there;
  if (source == Copy::paused) return Whereabouts::paused_here;
  if (target == Copy::paused) return Whereabouts::paused_there;
  return Whereabouts::neither;
}

std::string words(Copy source, Copy target) {
  if (source == Copy::running && target == Copy::running) return "it runs at both nodes";
  if (source == Copy::running && target == Copy::paused)
    return "it runs at the source, and a paused copy is at the target";
  if (source == Copy::paused && target == Copy::running)
    return "it runs at the target, and a paused copy is at the source";
  if (source == Copy::paused && target == Copy::paused) return "a paused copy is at both nodes";
  if (source == Copy::paused) return "it is paused at the source";
  if (target == Copy::paused) return "it is paused at the target";
  if (source == Copy::none && target == Copy::none) return "it is active at neither node";
  return "";
}

}  // namespace

Sighting classify(const virt::Presence& at_source, const virt::Presence& at_target) {
  const auto source = copy(at_source);
  const auto target = copy(at_target);
  Sighting sighting;
  sighting.where = of(source, target);
  // A paused copy beside an active one is how every hand-over looks for a moment. And while somebody's job
  // goes on, nothing is final.
  const bool between =
      source != Copy::none && target != Copy::none && !(source == Copy::running && target == Copy::running);
  sighting.settled = !between && !is_migrating(at_source) && !is_migrating(at_target);
  sighting.paused_by_migration = at_source.paused_by_migration || at_target.paused_by_migration;
  const bool held = target == Copy::paused && !at_target.job && !at_target.incoming &&
                    !at_target.paused_by_migration && !at_target.postcopy_failed;
  const bool sent = source == Copy::running || at_source.paused_by_migration;
  sighting.refused = held && sent && !at_source.job;
  sighting.defined_twice =
      at_source.defined && at_target.defined && (source == Copy::none) != (target == Copy::none);
  sighting.torn = is_torn(at_source, target, at_target);
  sighting.detail = sighting.torn ? torn_words : words(source, target);
  return sighting;
}

Task<std::vector<Result<virt::Presence>>> look_at_both(Loop& loop, Connections& connections, VmUuid vm,
                                                       NodeName source, NodeName target) {
  std::vector<Task<Result<virt::Presence>>> questions;
  questions.push_back(connections.look(source, vm));
  questions.push_back(connections.look(target, vm));
  co_return co_await all(loop, std::move(questions));
}

Task<Sighting> prove(Loop& loop, Connections& connections, VmUuid vm, NodeName source, NodeName target,
                     Duration patience) {
  const auto deadline = loop.now() + patience;
  Sighting sighting;
  while (true) {
    const auto answers = co_await look_at_both(loop, connections, vm, source, target);
    if (answers[0] && answers[1]) {
      sighting = classify(*answers[0], *answers[1]);
      if (sighting.settled || sighting.refused || sighting.torn) co_return sighting;
    } else {
      sighting = Sighting{};
      sighting.detail = answers[0] ? answers[1].error().message : answers[0].error().message;
    }
    if (loop.now() >= deadline) co_return sighting;
    co_await loop.sleep(glance);
  }
}

}  // namespace haxen::executor

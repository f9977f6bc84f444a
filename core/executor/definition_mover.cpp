// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the steps by which a definition goes from node to node.
#include "executor/definition_mover.hpp"

#include <fmt/format.h>

#include "executor/aftercare.hpp"
#include "executor/doubt.hpp"
#include "executor/flight.hpp"
#include "executor/welcome.hpp"

namespace haxen::executor {

namespace {

using model::MoveResult;

}  // namespace

DefinitionMover::DefinitionMover(const Ground& ground, model::Vm vm, model::Move move)
    : ground_(ground), connections_(ground.connections), vm_(std::move(vm)), named_{vm_.uuid, vm_.name} {
  outcome_.move = std::move(move);
  if (vm_.pending) autostart_ = vm_.pending->autostart;
}

Task<model::MoveOutcome> DefinitionMover::run() {
  const auto start = ground_.loop.now();
  const auto& move = outcome_.move;
  ground_.listener.hear(
      model::MoveStarted{named_, move.from, move.to, move.memory, move.expected_time, std::nullopt});
  const auto elsewhere = co_await doubt(connections_, vm_, move.from, move.to);
  if (elsewhere.empty()) {
    co_await move_it();
  } else {  // it has time until its other end answers
    outcome_.result = MoveResult::unproven;
    outcome_.fault = elsewhere;
  }
  outcome_.time = ground_.loop.now() - start;
  ground_.listener.hear(model::MoveEnded{named_, outcome_});
  co_return outcome_;
}

Task<void> DefinitionMover::move_it() {
  const auto before = co_await find();
  Result<void> ended;
  if (before == Place::source) {
    ended = co_await is_welcome(connections_, ground_.settings.operation, outcome_.move.to);
    if (ended) ended = co_await note();
    if (ended) ended = co_await go();
  }
  co_await conclude(ended);
}

Task<DefinitionMover::Place> DefinitionMover::find() {
  const auto from = outcome_.move.from;
  const auto to = outcome_.move.to;
  std::vector<Task<Result<virt::Presence>>> questions;
  questions.push_back(connections_.look(from, vm_.uuid));
  questions.push_back(connections_.look(to, vm_.uuid));
  const auto answers = co_await all(ground_.loop, std::move(questions));
  for (const auto& answer : answers)
    if (!answer) co_return Place::unknown;
  for (const auto& answer : answers)
    if (answer->defined && model::is_active(answer->state)) co_return Place::in_use;
  const bool here = answers[0]->defined;
  const bool there = answers[1]->defined;
  if (here && there) co_return Place::both;
  if (here) co_return Place::source;
  co_return there ? Place::target : Place::neither;
}

Task<Result<void>> DefinitionMover::note() {
  const auto& move = outcome_.move;
  const auto autostart = co_await connections_.autostart(move.from, vm_.uuid);
  if (!autostart) co_return tl::unexpected(autostart.error());
  autostart_ = autostart_ || *autostart;
  virt::Notes notes;
  notes.origin = origin();
  notes.moved = vm_.moved;
  notes.pending =
      model::PendingMove{ground_.settings.operation, move.from, move.to, Milliseconds(0), autostart_, {}};
  co_return co_await connections_.write_notes(move.from, vm_.uuid, notes);
}

Task<Result<void>> DefinitionMover::go() {
  const auto from = outcome_.move.from;
  virt::MigrationRequest request;
  request.vm = vm_.uuid;
  request.to = outcome_.move.to;
  request.offline = true;
  const auto& endpoints = ground_.settings.endpoints;
  if (const auto found = endpoints.find(request.to); found != endpoints.end())
    request.peer_uri = found->second.peer_uri;
  const auto flown = co_await send(ground_, named_, from, request, migration::Bounds());
  co_return flown.ended;
}

Task<void> DefinitionMover::conclude(Result<void> ended) {
  const auto from = outcome_.move.from;
  const auto to = outcome_.move.to;
  const auto say = [this](std::string_view what) {
    outcome_.fault = fmt::format("vm '{}': {}", vm_.name, what);
  };
  const auto place = co_await find();
  switch (place) {
    case Place::target:
      outcome_.result = MoveResult::moved;
      outcome_.node = to;
      co_await put_right_at(to);
      break;
    case Place::source:
      if (!ended && ended.error().kind == FaultKind::late) {  // it may go yet
        outcome_.result = MoveResult::unproven;
        outcome_.fault = ended.error().message;
        break;
      }
      outcome_.result = MoveResult::stayed;
      outcome_.node = from;
      outcome_.fault =
          ended ? fmt::format("vm '{}': its definition did not go", vm_.name) : ended.error().message;
      co_await put_right_at(from);
      break;
    case Place::both:
      outcome_.result = MoveResult::unproven;
      say(fmt::format("it is off, and defined on both nodes: virsh undefine {} on one of them", vm_.name));
      break;
    case Place::neither:
      outcome_.result = MoveResult::gone;
      say("neither node knows it any more");
      break;
    case Place::in_use:
      outcome_.result = MoveResult::gone;
      say("somebody started it meanwhile");
      break;
    case Place::unknown:
      outcome_.result = MoveResult::unproven;
      say(ended ? std::string("one of the nodes did not answer") : ended.error().message);
      break;
  }
}

// Autostart is set only where the one definition is, so that no two nodes start the VM.
Task<void> DefinitionMover::put_right_at(NodeName node) {
  OwnersSettings settings;
  settings.autostart = autostart_;
  settings.notes = notes_at_rest(node == outcome_.move.from ? vm_.origin : origin(), node);
  settings.notes.moved = vm_.moved;
  const auto failed = co_await put_right(connections_, node, vm_.uuid, settings);
  for (const auto& text : failed) warn(text);
}

std::optional<NodeName> DefinitionMover::origin() const {
  if (vm_.origin) return vm_.origin;
  if (ground_.settings.leaving.contains(outcome_.move.from)) return outcome_.move.from;
  return std::nullopt;
}

void DefinitionMover::warn(std::string text) {
  ground_.listener.hear(model::Warned{named_, std::nullopt, text});
  outcome_.warnings.push_back(std::move(text));
}

}  // namespace haxen::executor

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the steps by which a definition goes from node to node.
#include "executor/definition_mover.hpp"

#include <fmt/format.h>

#include "executor/aftercare.hpp"

namespace haxen::executor {

namespace {

using model::MoveResult;

}  // namespace

DefinitionMover::DefinitionMover(Loop& loop, Connections& connections, const Settings& settings,
                                 Routes& routes, Listener& listener, model::Vm vm, model::Move move)
    : loop_(loop),
      connections_(connections),
      settings_(settings),
      routes_(routes),
      listener_(listener),
      vm_(std::move(vm)),
      named_{vm_.uuid, vm_.name} {
  outcome_.move = std::move(move);
  if (vm_.pending) autostart_ = vm_.pending->autostart;
}

Task<model::MoveOutcome> DefinitionMover::run() {
  const auto start = loop_.now();
  const auto& move = outcome_.move;
  listener_.hear(
      model::MoveStarted{named_, move.from, move.to, move.memory, move.expected_time, std::nullopt});
  const auto before = co_await find();
  Result<void> ended;
  if (before == Place::source) {
    ended = co_await note();
    if (ended) ended = co_await send();
  }
  co_await conclude(ended);
  outcome_.time = loop_.now() - start;
  listener_.hear(model::MoveEnded{named_, outcome_});
  co_return outcome_;
}

Task<DefinitionMover::Place> DefinitionMover::find() {
  const auto from = outcome_.move.from;
  const auto to = outcome_.move.to;
  std::vector<Task<Result<virt::Presence>>> questions;
  questions.push_back(connections_.look(from, vm_.uuid));
  questions.push_back(connections_.look(to, vm_.uuid));
  const auto answers = co_await all(loop_, std::move(questions));
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
  notes.pending =
      model::PendingMove{settings_.operation, move.from, move.to, Milliseconds(0), autostart_, {}};
  co_return co_await connections_.write_notes(move.from, vm_.uuid, notes);
}

Task<Result<void>> DefinitionMover::send() {
  const auto& move = outcome_.move;
  const auto route = routes_.between(move.from, move.to);
  auto ended = co_await attempt(route);
  if (ended || route == virt::Route::managed_direct) co_return ended;
  const bool was_refused =
      ended.error().kind == FaultKind::unreachable || ended.error().kind == FaultKind::denied;
  if (!was_refused) co_return ended;
  const auto place = co_await find();
  if (place != Place::source) co_return ended;
  co_return co_await attempt(virt::Route::managed_direct);
}

Task<Result<void>> DefinitionMover::attempt(virt::Route route) {
  auto host = co_await connections_.open(outcome_.move.from);
  if (!host) co_return tl::unexpected(host.error());
  virt::MigrationRequest request;
  request.vm = vm_.uuid;
  request.to = outcome_.move.to;
  request.route = route;
  request.offline = true;
  if (const auto found = settings_.endpoints.find(request.to); found != settings_.endpoints.end())
    request.peer_uri = found->second.peer_uri;
  auto errand = std::make_shared<Errand>();
  errand->host = std::move(*host);
  errand->bell = std::make_shared<Bell>(loop_);
  const auto deadline = loop_.now() + settings_.no_progress;
  loop_.at(deadline, [bell = errand->bell] { bell->ring(); });
  loop_.spawn(carry(errand, request));
  Bell& bell = *errand->bell;
  while (!errand->result && loop_.now() < deadline) co_await bell;
  if (errand->result) co_return *errand->result;
  co_return fault(FaultKind::late, fmt::format("vm '{}': its definition did not arrive in time", vm_.name));
}

Task<void> DefinitionMover::carry(std::shared_ptr<Errand> errand, virt::MigrationRequest request) {
  errand->result = co_await errand->host->migrate(std::move(request));
  errand->bell->ring();
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
  const auto failed = co_await put_right(connections_, node, vm_.uuid, settings);
  for (const auto& text : failed) warn(text);
}

std::optional<NodeName> DefinitionMover::origin() const {
  if (vm_.origin) return vm_.origin;
  if (settings_.leaving.contains(outcome_.move.from)) return outcome_.move.from;
  return std::nullopt;
}

void DefinitionMover::warn(std::string text) {
  listener_.hear(model::Warned{named_, std::nullopt, text});
  outcome_.warnings.push_back(std::move(text));
}

}  // namespace haxen::executor

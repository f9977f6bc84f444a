// SPDX-License-Identifier: GPL-2.0-or-later
// Remedies on simulated nodes that are not, or no more, as they were when the remedy was found.
#include "repair/mend.hpp"

#include <doctest/doctest.h>

#include "simulation/builder.hpp"

using namespace haxen;
using namespace haxen::simulation;
using model::MendResult;
using model::RemedyKind;
using model::VmState;

namespace {

model::Vm vm_at(const std::string& on, VmState state = VmState::running) {
  model::Vm vm;
  vm.uuid = uuid(1);
  vm.name = VmName("vm1");
  vm.node = node(on);
  vm.state = state;
  vm.memory = gib(1);
  return vm;
}

// What was found: copies at n1 and n2, with the remedy at n1.
model::Anomaly found(RemedyKind remedy, const model::Vm& at_n1, const model::Vm& at_n2) {
  model::Anomaly anomaly{model::AnomalyKind::left_over_copy, model::Prospect::mendable};
  anomaly.vm = uuid(1);
  anomaly.name = VmName("vm1");
  anomaly.node = node("n1");
  anomaly.copies = {model::Copy{at_n1}, model::Copy{at_n2}};
  anomaly.remedy = model::Remedy{remedy, node("n1")};
  return anomaly;
}

model::Mark a_mark(const std::string& id) {
  model::Mark mark;
  mark.id = id;
  mark.operation = OperationId("op");
  return mark;
}

struct Truth {
  model::MendOutcome outcome;
  VmVerdict vm;
};

Task<void> mend_by(executor::Connections& connections, model::Anomaly anomaly, std::vector<NodeName> nodes,
                   model::MendOutcome& outcome) {
  const repair::Ground ground{connections, nodes};
  outcome = co_await repair::mend(ground, anomaly);
}

// Mends in a world that holds `really`.
Truth mended(const std::vector<model::Vm>& really, const model::Anomaly& anomaly, Setup setup = exact_setup(),
             std::vector<NodeName> nodes = {node("n1"), node("n2")}) {
  Loop loop(Clock::simulated);
  FleetBuilder builder(2, 0);
  builder.fleet.vms = really;
  builder.fleet.nodes.front().mark = a_mark("mark-1");
  World world(loop, builder.fleet, std::move(setup));
  auto& client = world.client();
  executor::Connections connections(client.loop(), client.hosts());
  Truth truth;
  client.start(mend_by(connections, anomaly, std::move(nodes), truth.outcome));
  loop.run(client.ended());
  if (!really.empty()) truth.vm = world.verdict().vms.front();
  return truth;
}

Setup left_at(const std::string& on) {
  auto setup = exact_setup();
  setup.remnants = {{{node(on), uuid(1)}, Remnant::source}};
  return setup;
}

const auto running = VmState::running;
const auto paused = VmState::paused;
const auto off = VmState::shut_off;

}  // namespace

TEST_CASE("the only copy is resumed, and proven to run") {
  const auto truth =
      mended({vm_at("n1", paused)}, found(RemedyKind::resume, vm_at("n1", paused), {}), left_at("n1"));
  CHECK(truth.outcome == model::MendOutcome{MendResult::mended, {}});
  CHECK(truth.vm.running == std::vector{node("n1")});
}

TEST_CASE("a copy is not resumed where another node knows the VM by now") {
  for (const auto state : {running, off}) {
    const auto truth = mended({vm_at("n1", paused), vm_at("n2", state)},
                              found(RemedyKind::resume, vm_at("n1", paused), {}), left_at("n1"));
    CHECK(truth.outcome.result == MendResult::over);
    CHECK(truth.vm.paused == std::vector{node("n1")});
  }
}

TEST_CASE("a copy is not resumed that somebody has paused") {
  const auto truth = mended({vm_at("n1", paused)}, found(RemedyKind::resume, vm_at("n1", paused), {}));
  CHECK(truth.outcome.result == MendResult::over);
  CHECK(truth.vm.paused == std::vector{node("n1")});
}

TEST_CASE("a copy is not resumed where a node does not answer any more") {
  const auto truth = mended({vm_at("n1", paused)}, found(RemedyKind::resume, vm_at("n1", paused), {}),
                            left_at("n1"), {node("n1"), node("n2"), node("n3")});
  CHECK(truth.outcome.result == MendResult::unproven);
  CHECK(truth.vm.paused == std::vector{node("n1")});
}

TEST_CASE("a left-over copy is ended, and its definition with it") {
  const auto truth = mended({vm_at("n1", paused), vm_at("n2")},
                            found(RemedyKind::end_copy, vm_at("n1", paused), vm_at("n2")), left_at("n1"));
  CHECK(truth.outcome.result == MendResult::mended);
  CHECK(truth.vm.running == std::vector{node("n2")});
  CHECK(truth.vm.paused.empty());
  CHECK(truth.vm.defined.empty());
}

TEST_CASE("a copy is not ended where the VM does not run elsewhere any more, or is not a left-over") {
  const auto anomaly = found(RemedyKind::end_copy, vm_at("n1", paused), vm_at("n2"));
  for (const auto state : {off, paused}) {
    const auto truth = mended({vm_at("n1", paused), vm_at("n2", state)}, anomaly, left_at("n1"));
    CHECK(truth.outcome.result == MendResult::over);
    CHECK(truth.vm.paused.front() == node("n1"));
  }
  const auto alone = mended({vm_at("n1", paused)}, anomaly, left_at("n1"));
  CHECK(alone.outcome.result == MendResult::over);
  CHECK(alone.vm.paused == std::vector{node("n1")});
  const auto twice = mended({vm_at("n1"), vm_at("n2")}, anomaly);
  CHECK(twice.outcome.result == MendResult::over);
  CHECK(twice.vm.running.size() == 2);
}

TEST_CASE("a definition is removed, and where the VM is kept it starts by itself as it would have there") {
  auto definition = vm_at("n1", off);
  definition.autostart = true;
  const auto truth = mended({definition, vm_at("n2")}, found(RemedyKind::undefine, definition, vm_at("n2")));
  CHECK(truth.outcome == model::MendOutcome{MendResult::mended, {}});
  CHECK(truth.vm.running == std::vector{node("n2")});
  CHECK(truth.vm.defined.empty());
}

TEST_CASE("a definition is not removed that was started, or that is the only one by now") {
  const auto anomaly = found(RemedyKind::undefine, vm_at("n1", off), vm_at("n2"));
  const auto started = mended({vm_at("n1"), vm_at("n2")}, anomaly);
  CHECK(started.outcome.result == MendResult::over);
  CHECK(started.vm.running.size() == 2);
  const auto alone = mended({vm_at("n1", off)}, anomaly);
  CHECK(alone.outcome.result == MendResult::over);
  CHECK(alone.vm.defined == std::vector{node("n1")});
  const auto both_off = mended({vm_at("n1", off), vm_at("n2", off)}, anomaly);
  CHECK(both_off.outcome.result == MendResult::over);
  CHECK(both_off.vm.defined.size() == 2);
  auto transient = vm_at("n2");
  transient.persistent = false;
  const auto fleeting = mended({vm_at("n1", off), transient}, anomaly);
  CHECK(fleeting.outcome.result == MendResult::over);
  CHECK(fleeting.vm.defined == std::vector{node("n1")});
}

TEST_CASE("a transient VM becomes persistent, once") {
  auto transient = vm_at("n1");
  transient.persistent = false;
  const auto anomaly = found(RemedyKind::make_persistent, transient, {});
  CHECK(mended({transient}, anomaly).outcome.result == MendResult::mended);
  CHECK(mended({vm_at("n1")}, anomaly).outcome.result == MendResult::over);
}

TEST_CASE("notes are not touched that somebody has changed meanwhile") {
  auto noted = vm_at("n1");
  noted.pending = model::PendingMove{OperationId("op"), node("n1"), node("n2"), Milliseconds(300), true};
  noted.origin = node("n9");
  CHECK(mended({noted}, found(RemedyKind::finish_move, noted, {})).outcome.result == MendResult::mended);
  auto of_another = noted;
  of_another.pending->operation = OperationId("another");
  CHECK(mended({of_another}, found(RemedyKind::finish_move, noted, {})).outcome.result == MendResult::over);
  auto origin = found(RemedyKind::forget_origin, noted, {});
  origin.detail = "n9";
  CHECK(mended({noted}, origin).outcome.result == MendResult::mended);
  origin.detail = "n8";
  CHECK(mended({noted}, origin).outcome.result == MendResult::over);
}

TEST_CASE("a mark is not touched that is another by now") {
  for (const auto remedy : {RemedyKind::release_claim, RemedyKind::rest_cordon}) {
    auto anomaly = found(remedy, vm_at("n1"), {});
    anomaly.mark = a_mark("mark-1");
    CHECK(mended({}, anomaly).outcome.result == MendResult::mended);
    anomaly.mark->id = "mark-2";
    CHECK(mended({}, anomaly).outcome.result == MendResult::over);
  }
}

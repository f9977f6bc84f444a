// SPDX-License-Identifier: GPL-2.0-or-later
// Plans and outcomes on the screen.
#include "report/plan.hpp"

#include <doctest/doctest.h>

#include "report/callings.hpp"
#include "report/examples.hpp"
#include "report/golden.hpp"
#include "report/growth.hpp"
#include "report/outcome.hpp"
#include "report/words.hpp"

using namespace haxen;

namespace {

report::Ending done_in(double seconds) { return {.elapsed = Seconds(seconds), .code = ExitCode::done}; }

std::string outcome_on_80(const model::Outcome& outcome) {
  return report::outcome_screen(example::draining("node1"), done_in(42), example::small(), outcome,
                                example::screen(80));
}

}  // namespace

TEST_CASE("a drain shows every move with what is known of it") {
  const auto of = example::draining("node1");
  check_golden("plan-drain-80.txt",
               report::plan_screen(of, example::small(), example::drain(), example::screen(80)));
  auto ascii = example::screen(80);
  ascii.glyphs = report::Glyphs::ascii;
  check_golden("plan-drain-ascii.txt", report::plan_screen(of, example::small(), example::drain(), ascii));
}

TEST_CASE("what nobody can forecast takes no column") {
  auto plan = example::drain();
  for (auto& move : plan.moves)
    move = {.vm = move.vm, .from = move.from, .to = move.to, .memory = move.memory};
  plan.expected_time.reset();
  plan.lower_bound.reset();
  plan.score_before.reset();
  check_golden("plan-unknown-80.txt",
               report::plan_screen(example::draining("node1"), example::small(), plan, example::screen(80)));
}

TEST_CASE("where the score's parts and the room for a failover were looked at, they are told") {
  auto plan = example::drain();
  const auto of = example::draining("node1");
  plan.standing_before = {3, 0.25, 0.075, std::nullopt};
  plan.standing_after = {0.02, 0.0054, 0.002, std::nullopt};
  const auto screen = [&] { return report::plan_screen(of, example::small(), plan, example::screen(200)); };
  CHECK(screen().find("busy CPUs") == std::string::npos);
  plan.standing_before->stranded = 2;
  plan.standing_after->stranded = 0;
  CHECK(screen().find("memory 3 \u2192 0.02") != std::string::npos);
  CHECK(screen().find("busy CPUs 0.075 \u2192 0.002") != std::string::npos);
  CHECK(screen().find("without a place if their node is lost: 2 VMs \u2192 0") != std::string::npos);
}

TEST_CASE("of copied disks that can outgrow their new folder, folder and VMs are named") {
  auto plan = example::drain();
  const auto copy = [](const char* path, Bytes capacity, Bytes bytes, std::optional<Bytes> available) {
    return model::DiskCopy{"vda", path, "raw", capacity, bytes, false, available};
  };
  auto& move = plan.moves.back();
  move.copies = {copy("/images/a", gib(3), gib(1), gib(4)), copy("/images/b", gib(2), gib(1), gib(4))};
  CHECK(report::outgrown(plan) ==
        std::vector{report::Outgrown{move.to, "/images", gib(4), gib(5), {move.vm}}});
  const auto shown =
      report::plan_screen(example::draining("node1"), example::small(), plan, example::screen(200));
  CHECK(shown.find(move.to.str() + " has 4 GiB left in /images, and the disks of ") != std::string::npos);
  CHECK(shown.find("can grow to 5 GiB there") != std::string::npos);
  move.copies = {copy("/images/a", gib(3), gib(1), gib(4)), copy("/data/b", gib(2), gib(1), gib(4)),
                 copy("/unknown/c", gib(9), gib(9), std::nullopt)};
  CHECK(report::outgrown(plan).empty());
}

TEST_CASE("that the images copied from are removed is shown before anybody agrees to it") {
  auto plan = example::drain();
  auto of = example::draining("node1");
  plan.moves.back().copies = {{"vda", "/images/a", "raw", gib(3), gib(1), false, gib(4)}};
  const auto shown = [&] { return report::plan_screen(of, example::small(), plan, example::screen(200)); };
  CHECK(shown().find("removed") == std::string::npos);
  of.former_images = report::FormerImages::removed;
  CHECK(shown().find("vda: /images/a is copied, and removed from node1 once the VM runs there") !=
        std::string::npos);
}

TEST_CASE("what is in the way is told by reason, each with its remedy") {
  const auto of = example::draining("node1");
  check_golden("plan-blocked-80.txt",
               report::plan_screen(of, example::troubled(), example::blocked(), example::screen(80)));
}

TEST_CASE("a thousand blockers of thirty VMs stay readable") {
  const auto of = example::draining("compute-001");
  const auto screen = report::plan_screen(of, example::large(), example::crowded(), example::screen(80));
  check_golden("plan-crowded-80.txt", screen);
}

TEST_CASE("at the operator's word the blocked ones are shut down, and the plan says so") {
  auto of = example::draining("node1");
  of.blocked = report::Blocked::shut_down;
  auto plan = example::drain();
  const auto fleet = example::small();
  plan.blockers = {{model::Reason::virtiofs, fleet.vms[0].uuid, {}, "/srv/shared"}};
  plan.shut_downs = {{fleet.vms[0].uuid, fleet.vms[0].node}};
  plan.moves.erase(plan.moves.begin());
  plan.moves[1].after = {0};
  check_golden("plan-shutdown-80.txt", report::plan_screen(of, fleet, plan, example::screen(80)));
}

TEST_CASE("nothing to do is said in one line") {
  CHECK(report::plan_screen(example::draining("node3"), example::small(), {}, example::screen(80)) ==
        "drain node3: nothing to move\n");
}

TEST_CASE("VMs of one name are told apart by where they run") {
  auto fleet = example::small();
  fleet.vms[3].name = fleet.vms[0].name;
  model::Plan plan;
  plan.blockers = {{model::Reason::snapshot, fleet.vms[0].uuid, {}, "'a'"}};
  const auto screen = report::plan_screen(example::draining("node1"), fleet, plan, example::screen(80));
  CHECK(screen.find("    db1@node1: 'a'\n") != std::string::npos);
}

TEST_CASE("what an interrupted run left is named before it is put right") {
  CHECK(report::loose_screen({}, example::screen(80)).empty());
  CHECK(report::loose_screen({example::vm("web1", "node2")}, example::screen(80)) ==
        "left half done by an interrupted run, put right first: web1 on node2\n");
}

TEST_CASE("an outcome tells where each VM is, what it cost and what went wrong") {
  check_golden("outcome-mixed-80.txt", outcome_on_80(example::mixed()));
}

TEST_CASE("what was seen from outside stands beside what the nodes told") {
  check_golden("outcome-seen-80.txt", outcome_on_80(example::seen()));
}

TEST_CASE("of a VM that was started it is told when its guest answered, or that it does not") {
  model::Outcome outcome;
  for (const auto* name : {"web1", "web2"}) {
    auto& end = outcome.starts.emplace_back();
    end.start.vm = example::vm(name, "node2");
    end.start.kind = model::StartKind::restart;
    end.start.lost = NodeName("node1");
    end.result = model::StartResult::running;
    end.time = Seconds(2);
    end.probed = true;
  }
  outcome.starts[0].answered = Seconds(9.5);
  outcome.starts[1].warnings = {"it runs, and does not answer"};
  const auto screen = outcome_on_80(outcome);
  CHECK(screen.find("  answers 9.5 s after its start\n") != std::string::npos);
  CHECK(screen.find("  warning: it runs, and does not answer\n") != std::string::npos);
}

TEST_CASE("what is not proven is the last thing but one that is said") {
  auto outcome = example::mixed();
  outcome.interrupted = true;
  outcome.moves[1].result = model::MoveResult::unproven;
  outcome.moves[1].node.reset();
  outcome.moves[1].outage.reset();
  outcome.moves[1].fault =
      "'web1': " + report::sentence(model::Whereabouts::unproven, NodeName("node1"), NodeName("node3"));
  outcome.moves[2].result = model::MoveResult::not_started;
  outcome.moves[2].time.reset();
  outcome.warnings = {"the journal could not be written: disk full"};
  check_golden("outcome-unproven-80.txt", outcome_on_80(outcome));
}

TEST_CASE("an outcome without a flaw is short") {
  auto outcome = example::mixed();
  outcome.moves.resize(2);
  outcome.moves[0].warnings.clear();
  outcome.moves[0].outage = Seconds(0.0123);
  CHECK(outcome_on_80(outcome) ==
        "VM    from   now on  result    time  outage\n"
        "db1   node1  node2   moved   37.9 s   12 ms\n"
        "web1  node1  node3   moved    4.6 s   57 ms\n"
        "\n"
        "drain node1: 2 VMs moved in 42.0 s ·\n"
        "outage 35 ms in the median, 57 ms at most (web1)\n");
  outcome.moves.clear();
  CHECK(outcome_on_80(outcome) == "drain node1: nothing was to be moved\n");
}

TEST_CASE("what goes before a node takes VMs again is shown before the moves") {
  auto plan = example::drain();
  const auto plain = report::plan_screen({}, example::small(), plan, example::screen(80));
  plan.purges = {{plan.moves[0].vm, NodeName("node9"), plan.moves[0].from}};
  plan.admitted = {NodeName("node9")};
  const auto screen = report::plan_screen({}, example::small(), plan, example::screen(80));
  const auto first = report::Callings(example::small()).name(plan.moves[0].vm);
  CHECK(screen.find("\nstale definitions, removed first:\n  " + first + " on node9: it is kept on " +
                    plan.moves[0].from.str() + "\n\nno VM starts on node9 since its last boot") !=
        std::string::npos);
  CHECK(plain.find("stale") == std::string::npos);
  CHECK(report::unasked_screen({}, example::screen(80)).empty());
}

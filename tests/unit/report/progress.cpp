// SPDX-License-Identifier: GPL-2.0-or-later
// An operation under way, on a terminal and elsewhere.
#include "report/progress.hpp"

#include <chrono>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <random>

#include "report/area.hpp"
#include "report/examples.hpp"
#include "report/golden.hpp"
#include "report/narrator.hpp"
#include "report/terminal.hpp"
#include "report/utf8.hpp"

using namespace haxen;
using namespace std::chrono_literals;

namespace {

const model::NamedVm web1{VmUuid("u1"), VmName("web1")};
const model::NamedVm db1{VmUuid("u2"), VmName("db1")};
const model::NamedVm old{VmUuid("u3"), VmName("old")};
const NodeName node1("node1"), node2("node2"), node3("node3");

model::Event after(std::chrono::milliseconds time, model::Happening what) {
  return {model::Moment(example::evening()) + time, std::move(what)};
}

model::Sampled sample(const model::NamedVm& vm, unsigned pass, Bytes total, Bytes remaining) {
  return {.vm = vm,
          .elapsed = Seconds(2),
          .iteration = pass,
          .total = total,
          .processed = total,
          .remaining = remaining,
          .rate = Bandwidth{1.125e8},
          .dirty_rate = std::nullopt,
          .downtime_limit = Milliseconds(10),
          .time_left = remaining < mib(100) ? std::nullopt : std::optional(Seconds(3.4))};
}

model::MoveEnded ended(const model::NamedVm& vm, model::MoveResult result, Bytes memory) {
  model::MoveOutcome outcome;
  outcome.move = {.vm = vm.uuid, .from = node1, .to = node2, .memory = memory};
  outcome.result = result;
  outcome.node = result == model::MoveResult::moved ? node2 : node1;
  outcome.time = Seconds(6.2);
  if (result == model::MoveResult::moved) outcome.outage = Seconds(0.057);
  if (result == model::MoveResult::stayed) outcome.fault = "'old': cannot migrate to 'node2': out of memory";
  return {vm, outcome};
}

/// A drain of three VMs, from its marks to its end.
std::vector<model::Event> drain() {
  return {after(0ms, model::OperationBegan{OperationId("op-1"), "drain", 3, gib(3), Seconds(41.5)}),
          after(20ms, model::Marked{node1, model::MarkKind::cordon, {}}),
          after(30ms, model::Marked{node2, model::MarkKind::claim, gib(3)}),
          after(400ms, model::MoveStarted{web1, node1, node2, mib(512), Seconds(5.2), Milliseconds(250)}),
          after(500ms, model::MoveAdopted{db1, node1, node3, gib(2)}),
          after(1000ms, model::Waiting{old, "node1 has two leaving already"}),
          after(2000ms, sample(web1, 1, mib(520), mib(320))),
          after(2100ms, sample(db1, 1, mib(2052), mib(1900))),
          after(5000ms, sample(web1, 2, mib(520), mib(12))),
          after(5100ms, model::DowntimeRaised{web1, 10ms, 40ms, "pass 3 left as much as pass 2"}),
          after(6600ms, ended(web1, model::MoveResult::moved, mib(512))),
          after(6700ms, model::MoveStarted{old, node1, node2, mib(512), std::nullopt, Milliseconds(250)}),
          after(7000ms, sample(db1, 1, mib(2052), mib(1500))),
          after(8000ms, model::Stopping{model::StopCause::asked, 2, ""}),
          after(9000ms, model::Warned{old, node1, "its autostart flag could not be read"}),
          after(12000ms, ended(old, model::MoveResult::stayed, mib(512))),
          after(26000ms, sample(db1, 3, mib(2052), mib(40))),
          after(66000ms, ended(db1, model::MoveResult::unproven, gib(2))),
          after(67000ms, model::Unmarked{node2, model::MarkKind::claim})};
}

std::size_t count(const std::string& text, const std::string& word) {
  std::size_t found = 0;
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++found;
  return found;
}

std::string joined_lines(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += line + '\n';
  return text;
}

/// The area as it stands after each event of the drain.
std::string film(const report::Style& style) {
  report::Progress progress;
  std::string text;
  for (const auto& event : drain()) {
    progress.take(event);
    text += joined_lines(progress.lines(event.time, style)) + '\n';
  }
  return text;
}

}  // namespace

TEST_CASE("the progress area shows each running migration and the whole") {
  check_golden("progress-80.txt", film(example::screen(80)));
  check_golden("progress-120.txt", film(example::screen(120)));
  auto narrow = example::screen(44);
  narrow.glyphs = report::Glyphs::ascii;
  check_golden("progress-44-ascii.txt", film(narrow));
}

TEST_CASE("the share of the whole never falls, and ends at all") {
  report::Progress progress;
  double last = 0;
  for (const auto& event : drain()) {
    progress.take(event);
    CHECK(progress.share() >= last);
    last = progress.share();
  }
  CHECK(last == 1);
}

TEST_CASE("more migrations than rows are counted, not shown") {
  report::Progress progress;
  progress.take(after(0ms, model::OperationBegan{OperationId("op-1"), "drain", 9, gib(9), std::nullopt}));
  for (int i = 0; i < 9; ++i) {
    const model::NamedVm vm{VmUuid(std::to_string(i)), VmName(fmt::format("vm{}", i))};
    progress.take(after(1s, model::MoveStarted{vm, node1, node2, gib(1), std::nullopt, std::nullopt}));
  }
  auto style = example::screen(80);
  style.height = 8;
  CHECK(joined_lines(progress.lines(after(1s, model::Waiting{}).time, style)) ==
        "vm0  node1  → node2  preparing\n"
        "vm1  node1  → node2  preparing\n"
        "vm2  node1  → node2  preparing\n"
        "vm3  node1  → node2  preparing\n"
        "vm4  node1  → node2  preparing\n"
        "and 4 more\n"
        "0 of 9 moved, 9 running  [░░░░░░░░░░░░░░░░░░░░]    0%  1 s so far\n");
}

TEST_CASE("on a terminal the area stays one area, whatever scrolls by above it and however it is resized") {
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 30; ++round) {
    auto style = example::screen(100);
    style.colour = report::Colour::on;
    Terminal terminal(style.width);
    const auto narrator = report::terminal_narrator();
    for (const auto& event : drain()) {
      if (random() % 3 == 0) {
        style.width = 30 + random() % 100;
        terminal.resize(style.width);
      }
      terminal.write(narrator->hear(event, style));
      terminal.write(narrator->tick(event.time, style));
    }
    CHECK(count(terminal.screen(), "1 of 3 moved, 2 not") == 1);
    CHECK(count(terminal.screen(), " of 3 moved") == 1);
    CHECK(count(terminal.screen(), "preparing") == 0);
    terminal.write(narrator->pause(style));
    CHECK(count(terminal.screen(), " of 3 moved") == 0);
  }
}

TEST_CASE("what scrolled by above the area is whole once the area is gone") {
  const auto style = example::screen(80);
  Terminal terminal(style.width);
  const auto narrator = report::terminal_narrator();
  for (const auto& event : drain()) {
    terminal.write(narrator->hear(event, style));
    terminal.write(narrator->tick(event.time, style));
  }
  terminal.write(narrator->pause(style));
  check_golden("progress-scrolled.txt", terminal.screen());
}

TEST_CASE("a line that would reach the edge of the screen is cut") {
  report::Area area;
  CHECK(area.drawn({"\x1b[1mabcdef\x1b[0m", "ab"}, 5) == "abcd\nab");
  CHECK(area.drawn({"x"}, 5) == "\r\x1b[1A\x1b[Jx");
  CHECK(area.erased(5) == "\r\x1b[J");
  CHECK(area.erased(5).empty());
}

TEST_CASE("elsewhere each event is a line, and samples are told every 10 s or quarter") {
  const auto narrator = report::plain_narrator();
  const auto style = example::screen(1000);
  std::string text;
  for (const auto& event : drain()) text += narrator->hear(event, style) + narrator->tick(event.time, style);
  check_golden("progress-plain.txt", text + narrator->pause(style));
}

TEST_CASE("what becomes of running moves is told by who says stop") {
  const auto told = [](model::StopCause cause, std::size_t running) {
    return report::plain_narrator()->hear(after(1s, model::Stopping{cause, running, ""}),
                                          example::screen(80));
  };
  CHECK(told(model::StopCause::asked, 2).find("2 under way to be finished") != std::string::npos);
  for (const auto cause : {model::StopCause::asked_twice, model::StopCause::time_limit})
    CHECK(told(cause, 2).find("2 under way aborted") != std::string::npos);
  CHECK(told(model::StopCause::asked_twice, 0).find("under way") == std::string::npos);
}

TEST_CASE("for scripts each event is a line of its own") {
  const auto narrator = report::event_narrator();
  CHECK(
      narrator->hear(after(1500ms, model::Marked{node1, model::MarkKind::cordon, {}}), example::screen(80)) ==
      "{\"event\":\"marked\",\"time\":\"2024-05-17T20:15:01.500Z\",\"node\":\"node1\",\"kind\":\"cordon\","
      "\"booked\":0}\n");
}

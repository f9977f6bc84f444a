// SPDX-License-Identifier: GPL-2.0-or-later
// Past operations, on screens and as documents.
#include "report/history.hpp"

#include <doctest/doctest.h>

#include "document/parse.hpp"
#include "report/examples.hpp"
#include "report/golden.hpp"
#include "report/outcome.hpp"

using namespace haxen;
using namespace haxen::report;
using namespace std::chrono_literals;

namespace {

Past past(const std::string& id, PastState state) {
  Past one;
  one.state = state;
  one.operation.id = OperationId(id);
  one.operation.command = "drain";
  one.operation.subject = "node1";
  one.operation.fleet = "/etc/haxen/fleet.toml";
  one.operation.holder = {"admin", "boot", 4711, "root"};
  one.operation.began = example::evening();
  return one;
}

Past ended(const std::string& id, ExitCode code) {
  auto one = past(id, PastState::ended);
  one.operation.ended = one.operation.began + 73s;
  one.operation.exit_code = static_cast<int>(code);
  return one;
}

// Carried out in part, with a screen, a document and what happened.
Past in_full() {
  auto one = ended("20260131T201500Z-00c0de", ExitCode::partial);
  auto of = example::draining("node1");
  of.operation = one.operation.id;
  of.fleet_file = one.operation.fleet;
  const Ending ending{Seconds(73), ExitCode::partial};
  const auto outcome = example::mixed();
  one.operation.reason = "new kernel";
  one.operation.report = outcome_screen(of, ending, example::troubled(), outcome, Style{});
  one.operation.document =
      outcome_document(of, ending, example::troubled(), {}, outcome, *one.operation.ended, Form::line);
  const model::Event marked{model::Moment(one.operation.began) + 250ms,
                            model::Marked{NodeName("node1"), model::MarkKind::cordon, {}}};
  one.entries = {{marked.time, "marked", "", "node1: cordoned", event_line(marked)}};
  return one;
}

std::vector<Past> many() {
  auto refused = ended("20260131T201500Z-000006", ExitCode::busy);
  refused.operation.document =
      error_document({FaultKind::busy, "node 'node1' is marked", ""}, ExitCode::busy, Form::line);
  auto closed = ended("20260131T201500Z-000005", ExitCode::done);
  closed.operation.exit_code.reset();
  return {past("20260131T201500Z-000002", PastState::under_way),
          past("20260131T201500Z-000003", PastState::cut_short),
          ended("20260131T201500Z-000004", ExitCode::done),
          closed,
          refused,
          in_full()};
}

}  // namespace

TEST_CASE("operations are listed with how each ended") {
  check_golden("history-wide.txt", history_screen(many(), {.width = 120}));
  check_golden("history-narrow.txt", history_screen(many(), {}));
}

TEST_CASE("where nothing was changed yet, that is said") {
  CHECK(history_screen({}, {}) == "Nothing has been changed from here yet.\n");
}

TEST_CASE("one operation is shown with its events and its report") {
  check_golden("history-one.txt", past_screen(in_full(), {}));
}

TEST_CASE("a document holds every operation, with every field for each") {
  check_golden("history-many.json", history_document(many(), Form::pages));
  check_golden("history-none.json", history_document({}, Form::pages));
}

TEST_CASE("a document that cannot be read any more is left out") {
  auto one = ended("20260131T201500Z-000004", ExitCode::done);
  one.operation.document = "{\"results\": [";
  CHECK(document::parsed(history_document({one}, Form::line))->at("operations")[0]["outcome"].is_null());
}

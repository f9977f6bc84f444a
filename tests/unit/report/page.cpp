// SPDX-License-Identifier: GPL-2.0-or-later
// Operations as pages for a browser.
#include "report/page.hpp"

#include <doctest/doctest.h>

#include "document/parse.hpp"
#include "report/examples.hpp"
#include "report/golden.hpp"
#include "report/past_part.hpp"
#include "report/utf8.hpp"

using namespace haxen;
using namespace haxen::report;
using namespace std::chrono_literals;

namespace {

model::Entry entry(model::Happening what, std::chrono::milliseconds after, const std::string& text) {
  const model::Event event{model::Moment(example::evening()) + after, std::move(what)};
  return {event.time, {}, {}, text, event_line(event)};
}

Past drained(const model::Outcome& outcome = example::mixed()) {
  Past past;
  auto& operation = past.operation;
  operation.id = OperationId("20240517T201500Z-00c0de");
  operation.command = "drain";
  operation.subject = "node1";
  operation.fleet = "/etc/haxen/fleet.toml";
  operation.reason = "new kernel";
  operation.holder = {"admin", "boot", 4711, "root"};
  operation.began = example::evening();
  operation.ended = operation.began + 73s;
  operation.exit_code = static_cast<int>(ExitCode::partial);
  const auto fleet = example::small();
  operation.document = outcome_document(example::draining("node1"), {Seconds(73), ExitCode::partial}, fleet,
                                        example::drain(), outcome, *operation.ended, Form::line);
  const auto& end = outcome.moves.front();
  const model::NamedVm vm{end.move.vm, VmName("db1")};
  model::Sampled look{.vm = vm, .elapsed = Seconds(2), .iteration = 1};
  look.processed = mib(100);
  past.entries = {entry(model::MoveStarted{vm, end.move.from, end.move.to, mib(512), {}, {}, {}}, 1s, "off"),
                  entry(look, 3s, ""), entry(model::MoveEnded{vm, end}, 5s, "there")};
  return past;
}

std::string without_style(std::string html) {
  const auto begin = html.find("<style>");
  return html.erase(begin, html.find("</style>") - begin);
}

bool is_clean_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto next = front(text);
    if (!next.valid || (next.code < 0x20 && next.code != '\n')) return false;
    text.remove_prefix(next.bytes);
  }
  return true;
}

}  // namespace

TEST_CASE("a page tells all of an operation") {
  check_golden("page-drained.html", without_style(page(drained())));
}

TEST_CASE("what was seen from outside has a column where somebody looked") {
  const auto unseen = page(drained());
  const auto seen = page(drained(example::seen()));
  CHECK(unseen.find("data-l=\"seen\"") == std::string::npos);
  CHECK(seen.find("data-l=\"seen\"") != std::string::npos);
  CHECK(seen.find("448 ms") != std::string::npos);
  CHECK(seen.find("&lt; <span class=\"n\" data-key=\"results.1.probe.listed_from_seconds\"") !=
        std::string::npos);
}

TEST_CASE("what an old record lacks is said to be not recorded") {
  auto past = drained();
  auto document = *document::parsed(past.operation.document);
  document.erase("loads");
  past.operation.document = document.dump();
  past.entries = std::vector<model::Entry>{};
  const auto html = page(past);
  CHECK(html.find("<p class=\"none\">not recorded</p>") != std::string::npos);
  CHECK(html.find("<h2>Timeline") == std::string::npos);
}

TEST_CASE("an operation that was cut short has a page, too") {
  auto past = drained();
  past.operation.document.clear();
  past.operation.exit_code.reset();
  const auto html = page(past);
  CHECK(html.find("cut short") != std::string::npos);
  CHECK(html.find("How it ended was not recorded") != std::string::npos);
}

TEST_CASE("a foreign text never becomes markup, whatever it holds") {
  for (const std::string evil :
       {"<script>alert(1)</script>", "\" onload=\"x", "'><img src=x>", "</style><b>", "\x01\x1b[2J\x7f",
        "\xff\xfe\xc3", "a&lt;b", "\xe2\x80\xae", "]]>", "<!--"}) {
    auto past = drained();
    past.operation.subject = past.operation.reason = past.operation.fleet = evil;
    past.operation.holder.user = past.operation.holder.host = evil;
    past.operation.id = OperationId(evil);
    auto document = *document::parsed(past.operation.document);
    document["warnings"] = {evil};
    for (auto& each : document["results"]) each["vm"] = each["fault"] = each["result"] = evil;
    for (auto& each : document["moves"]) each["from"] = each["to"] = evil;
    document["blockers"] = {{{"vm", evil}, {"node", evil}, {"message", evil}, {"remedy", evil}}};
    past.operation.document = document.dump(-1, ' ', false, document::Json::error_handler_t::replace);
    for (auto& each : *past.entries) each.text = evil;
    const auto html = page(past);
    CHECK(is_clean_utf8(html));
    for (const auto* markup :
         {"<script", "<img", "onload=\"", "<b>alert", "</style><b", "<!--", "\xe2\x80\xae"})
      CHECK(html.find(markup) == std::string::npos);
  }
}

TEST_CASE("a document whose fields are of other kinds than promised still makes a page") {
  auto past = drained();
  const auto whole = *document::parsed(past.operation.document);
  for (const auto& wrong : {document::Json(), document::Json("x"), document::Json(-1),
                            document::Json::array({1}), document::Json::object({{"x", 1}})}) {
    for (const auto& [key, value] : whole.items()) {
      if (key == "schema") continue;
      auto document = whole;
      document[key] = wrong;
      past.operation.document = document.dump();
      CHECK(page(past).ends_with("</html>\n"));
    }
  }
}

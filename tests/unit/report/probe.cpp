// SPDX-License-Identifier: GPL-2.0-or-later
// What probing has found, on the screen and for scripts.
#include "report/probe.hpp"

#include <doctest/doctest.h>

#include "report/examples.hpp"
#include "report/golden.hpp"

using namespace haxen;
using namespace std::chrono_literals;
using model::ProbeKind;

namespace {

model::ProbeFigures steady() {
  model::ProbeFigures figures;
  figures.target = "icmp://web1";
  figures.address = "10.0.0.5";
  figures.sent = figures.answered = 1000;
  figures.reordered = 0;
  figures.longest = {3210ms, 11ms, true, 0ns};
  figures.latency = {210us, 480us, 900us};
  return figures;
}

model::ProbeFigures moved() {
  auto figures = steady();
  figures.target = "udp://[fd00::6]:7";
  figures.kind = ProbeKind::udp;
  figures.address = "fd00::6";
  figures.answered = 988;
  figures.reordered = 2;
  figures.duplicated = 1;
  figures.gaps = {{1203ms, 37'400us, true, 4100us}, {4500ms, 82'250us, true, 20us}};
  figures.gap_count = 2;
  figures.longest = figures.gaps.back();
  return figures;
}

model::ProbeFigures stream() {
  auto figures = steady();
  figures.target = "tcp://web1:7";
  figures.kind = ProbeKind::tcp;
  figures.reordered.reset();
  for (int i = 0; i < 8; ++i) figures.gaps.push_back({1s * i, 410ms, true, 0ns});
  figures.gap_count = 8;
  figures.longest = {6s, 1234ms, true, 0ns};
  figures.stream = {3, 1, 1224ms};
  return figures;
}

model::ProbeFigures silent() {
  model::ProbeFigures figures;
  figures.target = "tcp-connect://web2:22";
  figures.kind = ProbeKind::tcp_connect;
  figures.address = "10.0.0.7";
  figures.sent = 990;
  figures.unsent = 10;
  figures.refused = 990;
  figures.gaps = {{0s, 10s, false, 0ns}};
  figures.gap_count = 1;
  figures.longest = figures.gaps.front();
  figures.trouble = "connection refused";
  return figures;
}

model::ProbeReport report_of(std::vector<model::ProbeFigures> targets) {
  model::ProbeReport found;
  found.began = model::Moment(example::evening().time_since_epoch()) + 250ms;
  found.lasted = 10s;
  found.interval = 10ms;
  found.listed_from = 30ms;
  found.own_delay = {60us, 320us, 4100us};
  found.targets = std::move(targets);
  return found;
}

}  // namespace

TEST_CASE("each target's longest gap is told, and below it the gaps and what is odd") {
  check_golden("probe-motley-80.txt", report::probe_screen(report_of({steady(), moved(), stream(), silent()}),
                                                           80ms, example::screen(80)));
  check_golden("probe-motley-40.txt",
               report::probe_screen(report_of({steady(), moved()}), std::nullopt, example::screen(40)));
}

TEST_CASE("scripts are told all that was found") {
  using report::Form;
  check_golden("probe-motley.json",
               report::probe_document(report_of({steady(), moved(), stream(), silent()}), 80ms, Form::pages));
  auto none = report_of({});
  none.own_delay.reset();
  none.interrupted = true;
  check_golden("probe-none.json", report::probe_document(none, std::nullopt, Form::pages));
}

TEST_CASE("how far it has come is one line") {
  auto style = example::screen(80);
  style.glyphs = report::Glyphs::ascii;
  CHECK(report::probe_line({61s, 12000, 11999, 2, 0, 20ms}, style) ==
        "1:01; 2 targets; 11999 of 12000 answered; longest gap 20.0 ms");
  CHECK(report::probe_line({9s, 900, 800, 1, 1, 1s}, style) ==
        "0:09; 1 target; 800 of 900 answered; longest gap 1.000 s; 1 silent");
}

// SPDX-License-Identifier: GPL-2.0-or-later
// What a program says to whom; how it is run and ended, the hooks' tests tell.
#include "async/program.hpp"

#include <doctest/doctest.h>

using namespace haxen;
using namespace std::chrono_literals;

TEST_CASE("what a program complains of is kept apart where it is asked for") {
  const Interrupt never;
  Program program{{"sh", "-c", "echo one; echo two >&2; echo three"}};
  CHECK(run(program, never).output == "one\ntwo\nthree\n");
  program.complaints = StandardError::apart;
  const auto report = run(program, never);
  CHECK(report.output == "one\nthree\n");
  CHECK(report.complaints == "two\n");
}

TEST_CASE("of both texts so much is kept as is asked for") {
  const Interrupt never;
  Program program{{"sh", "-c", "printf 12345; printf abcdef >&2"}};
  program.complaints = StandardError::apart;
  program.most_output = 3;
  const auto report = run(program, never);
  CHECK(report.output == "123\n[2 more bytes]");
  CHECK(report.complaints == "abc\n[3 more bytes]");
}

TEST_CASE("an interrupt is waited for, no longer than is asked for") {
  const Interrupt interrupt;
  CHECK(!interrupt.raised_within(0ms));
  CHECK(!interrupt.raised_within(10ms));
  interrupt.raise();
  CHECK(interrupt.raised_within(1h));
  CHECK(interrupt.raised_within(0ms));
}

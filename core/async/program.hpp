// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a program is run to its end, and how it is ended where it does not end by itself.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "async/interrupt.hpp"
#include "base/duration.hpp"

namespace haxen {

/// Where its standard error goes.
enum class StandardError {
  joined,  ///< to its output, in the order in which it was written
  apart,   ///< to a text of their own
};

/// What is run, and how.
struct Program {
  std::vector<std::string> words;          ///< the first is looked up in PATH unless it holds a slash
  std::string input{};                     ///< what it can read from its standard input
  std::vector<std::string> environment{};  ///< "NAME=value", beside what our own environment holds
  Milliseconds limit{60'000};
  StandardError complaints = StandardError::joined;
  std::size_t most_output = std::size_t{16} << 10U;  ///< bytes kept of each text
};

enum class How {
  ended,        ///< by itself, with `status`
  late,         ///< at its limit: it and what it had started were killed
  interrupted,  ///< the same at an Interrupt
  not_run,      ///< it could not be started; `output` says why
};

struct Report {
  How how = How::not_run;
  int status = 0;  ///< its exit status, or 128 and the signal that ended it
  Seconds time{};
  std::string output;        ///< what it wrote, the beginning; how much was cut off stands in a last line
  std::string complaints{};  ///< the same of its standard error, where that is apart
  friend bool operator==(const Report&, const Report&) = default;
};

/// Waits for the program, no longer than its limit and four seconds: it has two to end when told to
/// (SIGTERM), then its process group is killed. What it leaves running in the background when it ends by
/// itself stays. Its input is a file in memory: it need not be read. Callable from any thread.
Report run(const Program& program, const Interrupt& interrupt);

}  // namespace haxen

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how one hook is run, and how it is ended where it does not end by itself.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/duration.hpp"
#include "hooks/directory.hpp"

namespace haxen::hooks {

/// Ends hooks before their time, from any thread and from then on.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  void raise() const;
  /// Readable once it was raised.
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

/// How a hook is run.
struct Call {
  Hook hook;
  std::string input;                     ///< what it can read from its standard input
  std::vector<std::string> environment;  ///< "NAME=value", beside what haxen's own environment holds
  Milliseconds limit{60'000};
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
  std::string output;  ///< what it wrote to its standard output and error, its first 16 KiB
  friend bool operator==(const Report&, const Report&) = default;
};

/// Waits for the hook, no longer than its limit and four seconds: it has two to end when told to (SIGTERM),
/// then its process group is killed. What it leaves running in the background when it ends by itself stays.
/// Callable from any thread.
Report run(const Call& call, const Interrupt& interrupt);

}  // namespace haxen::hooks

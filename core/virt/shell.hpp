// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to ask a node what only a shell there can tell.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/duration.hpp"
#include "base/result.hpp"
#include "virt/child.hpp"

namespace haxen::virt {

/// The words that start a shell on the node behind a libvirt URI, as libvirt's own ssh would get there: by
/// ssh, or directly on this machine. None where the URI goes neither way. Nothing waits for a person, and no
/// longer than `patience` for a connection.
std::optional<std::vector<std::string>> shell_command(const std::string& uri, Milliseconds patience);

/// A POSIX shell that answers one question after the other. Every call blocks, for no longer than its
/// `until`.
class Shell {
 public:
  using Time = Child::Time;

  struct Answer {
    std::string text;  ///< what was printed, standard error too
    Time sent{};
    Time received{};
  };

  /// Refuses with `unreachable` and ssh's own words where it does not get there, and with `late`.
  static Result<Shell> open(const std::vector<std::string>& command, Time until);

  /// Runs the script, which gets no input. After a fault the shell answers nothing any more.
  Result<Answer> ask(const std::string& script, Time until);

 private:
  explicit Shell(std::unique_ptr<Child> child) : child_(std::move(child)) {}

  std::unique_ptr<Child> child_;
};

}  // namespace haxen::virt

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a probe goes from the words on the command line to its report.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/exit_code.hpp"
#include "globals.hpp"
#include "probe/target.hpp"
#include "signals.hpp"

namespace haxen::program {

struct ProbeFlags {
  std::vector<std::string> targets;
  std::vector<std::string> vms;  ///< names or patterns of running VMs
  probe::TargetDefaults defaults;
  bool says_how = false;  ///< the defaults are the operator's own words, and hold for VMs too
  std::optional<Milliseconds> interval;
  std::optional<Milliseconds> length;
  std::optional<std::uint64_t> count;
  std::optional<Milliseconds> listed_from;
  std::optional<Milliseconds> max_gap;
  std::optional<Milliseconds> patience;
};

ExitCode run_probe(const Globals& globals, const ProbeFlags& flags, Signals& signals);

}  // namespace haxen::program

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows one look at a running migration.
#pragma once

#include <chrono>
#include <optional>

#include "base/bytes.hpp"
#include "base/duration.hpp"

namespace haxen::model {

struct JobSample {
  std::chrono::steady_clock::time_point at{};
  Seconds elapsed{};
  unsigned iteration = 0;  ///< 1 is the first pass over all memory
  Bytes total{};
  Bytes processed{};
  Bytes remaining{};
  std::optional<Bandwidth> rate{};
  std::optional<Bandwidth> dirty_rate{};
  std::optional<Milliseconds> expected_downtime{};
  unsigned throttle = 0;  ///< percent of the guest's processor time that its hypervisor withholds; 0..99
  bool finished = false;  ///< no job is running any more
  friend bool operator==(const JobSample&, const JobSample&) = default;
};

}  // namespace haxen::model

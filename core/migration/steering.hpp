// SPDX-License-Identifier: GPL-2.0-or-later
// Knows when a running migration needs a longer final pause, when it has to go over to post-copy, and when it
// will never end.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "base/bytes.hpp"
#include "base/duration.hpp"
#include "model/job_sample.hpp"

namespace haxen::migration {

/// The bounds within which one VM's downtime limit may climb.
struct Bounds {
  /// The limit that a migration starts with. Low, since an idle VM's last round fits into it and its outage
  /// is then little more than the hand-over itself.
  Milliseconds start{10};
  /// The outage that the VM's owner accepts.
  Milliseconds budget{250};
  /// What the hand-over takes beside the final copy: the target's start, the announcement of the guest's
  /// address. The limit never climbs above budget - handover, nor above budget where that is less than start.
  Milliseconds handover{100};
  /// Iterations without progress, at the highest limit, after which the migration is given up. They
  /// are counted anew whenever its hypervisor has slowed the guest down more.
  unsigned patience = 8;
  bool may_throttle = false;
  bool may_postcopy =
      false;  ///< where nothing else helps, the guest runs at the target before its memory is there
  /// How long it may take: a minute, and this for each GiB that is to be sent. A link so slow that one pass
  /// takes longer than that makes it as long as three such passes.
  Seconds time_per_gib{150};
};

struct KeepGoing {};
struct RaiseDowntime {
  Milliseconds to{};
  std::string why;
};
/// The guest is to go on at the target, and what is left of its memory to follow: the last step, there is no
/// way back from it.
struct GoPostCopy {
  std::string why;
};
struct GiveUp {
  std::string why;
};
using Decision = std::variant<KeepGoing, RaiseDowntime, GoPostCopy, GiveUp>;

/// The highest downtime limit that leaves an outage within the budget; at least 1 ms, which libvirt's range
/// begins with.
Milliseconds ceiling(const Bounds& bounds);

/// The limit to set before the start.
Milliseconds first_limit(const Bounds& bounds);

/// Steers one migration by its samples. Decides only where an iteration ends: within one, what is left falls
/// anyway.
class Steering {
 public:
  explicit Steering(Bounds bounds) : bounds_(bounds), limit_(first_limit(bounds)) {}

  Decision observe(const model::JobSample& sample);
  Milliseconds limit() const { return limit_; }

 private:
  Decision stalled(const model::JobSample& sample);
  Decision despair(std::string why) const;
  Seconds time_allowed(const model::JobSample& sample) const;
  std::optional<Milliseconds> needed(const model::JobSample& sample) const;

  Bounds bounds_;
  Milliseconds limit_;
  unsigned iteration_ = 0;
  unsigned stalls_at_ceiling_ = 0;
  unsigned throttle_ = 0;
  std::optional<Seconds> first_pass_{};  // how long it took
  std::optional<Bytes> low_water_{};
};

}  // namespace haxen::migration

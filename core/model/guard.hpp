// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a node's shell tells of the guard that lets no VM start there after an unclean boot.
#pragma once

#include <optional>

#include "base/names.hpp"
#include "base/result.hpp"

namespace haxen::model {

enum class GuardPart {
  missing,
  other,  ///< not what this haxen would install
  current,
};

struct Guard {
  GuardPart program = GuardPart::missing;  ///< libvirt's hook
  GuardPart unit =
      GuardPart::missing;  ///< missing: not enabled or not active; current where there is no systemd
  bool admitted = false;   ///< what the guard says of this boot
  bool may_admit = false;  ///< the shell is root's
  friend bool operator==(const Guard&, const Guard&) = default;
};

/// VMs start there after any boot.
inline bool is_unguarded(const Guard& guard) { return guard.program == GuardPart::missing; }

/// No VM starts there, and none can migrate there.
inline bool is_shut(const Guard& guard) { return !is_unguarded(guard) && !guard.admitted; }

/// As this haxen would install it.
inline bool is_current(const Guard& guard) {
  return guard.program == GuardPart::current && guard.unit == GuardPart::current;
}

/// What is to be done about a node's guard.
enum class GuardDeed {
  nothing,  ///< it is as it was asked for
  install,
  update,
  remove,
  by_hand,  ///< `fault` says why haxen cannot
  refused,  ///< `fault` says why it should not be done
};

struct GuardStep {
  NodeName node;
  GuardDeed deed = GuardDeed::nothing;
  std::optional<Guard> guard{};  ///< as it is now, if that is known
  bool done = false;             ///< and looked at again
  Fault fault{};                 ///< why not
  friend bool operator==(const GuardStep&, const GuardStep&) = default;
};

}  // namespace haxen::model

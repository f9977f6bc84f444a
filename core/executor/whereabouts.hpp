// SPDX-License-Identifier: GPL-2.0-or-later
// Knows where a VM is, from what both ends of its move say.
#pragma once

#include <string>
#include <vector>

#include "executor/connections.hpp"
#include "model/outcome.hpp"
#include "virt/host.hpp"

namespace haxen::executor {

struct Sighting {
  model::Whereabouts where = model::Whereabouts::unproven;
  bool settled = false;  ///< false while a hand-over may still be going on
  bool paused_by_migration = false;
  /// It is at the source, running or as its migration left it, and a copy at the target is paused, but no
  /// migration is what pauses that one, and none is under way.
  bool refused = false;
  /// Its post-copy broke off: what the source has of its memory the target does not get any more. That is
  /// final, though libvirt keeps the source's job for good.
  bool torn = false;
  bool defined_twice = false;  ///< active at one end, and defined at the other
  std::string detail;          ///< what is wrong, in words; empty where all is as it should be
};

/// What two answers, taken at about the same time, say together.
Sighting classify(const virt::Presence& at_source, const virt::Presence& at_target);

/// Asks both at the same time: the source's answer, then the target's.
Task<std::vector<Result<virt::Presence>>> look_at_both(Loop& loop, Connections& connections, VmUuid vm,
                                                       NodeName source, NodeName target);

/// Asks both ends until their answers are settled, for at most `patience` and the calls that are under way by
/// then. An end that does not answer by then makes it unproven. Does not wait where it was `refused` or is
/// `torn`: nothing more comes of that by itself.
Task<Sighting> prove(Loop& loop, Connections& connections, VmUuid vm, NodeName source, NodeName target,
                     Duration patience);

}  // namespace haxen::executor

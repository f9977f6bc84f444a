// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a domain's XML tells about the VM.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/statement.hpp"
#include "model/vm.hpp"

namespace haxen::virt {

struct DomainReading {
  /// UUID, name, sizes, machine, networks, disks, hindrances and haxen's own notes. State, node, CPU key and
  /// what else only a call can tell are left at their defaults.
  model::Vm vm;
  model::Statement statement;  ///< what its owner has written beside the notes
  std::vector<model::Hindrance> at_rest;  ///< what would be left behind if it moved while it is off
  std::vector<std::string>
      layered_disks;  ///< targets of the disks with a backing chain: only those can have a pull job
};

/// Reads what libvirt gave out for a domain, active or not. The text may be anything: what is no domain with
/// a UUID, a name and a believable size of memory (at most 1 EiB) is refused.
///
/// Memory is <memory>, what the guest may have when its balloon is empty; a <maxMemory> that only
/// hot-plugging by an operator could fill does not count. The overhead follows overhead.hpp.
Result<DomainReading> read_domain(const std::string& xml);

}  // namespace haxen::virt

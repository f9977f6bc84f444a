// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to open connections to real libvirt nodes.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "async/loop.hpp"
#include "virt/endpoint.hpp"
#include "virt/host.hpp"

namespace haxen::virt {

/// The nodes that are reached through libvirt. Each open() has a thread and a connection of its own; closing
/// one never blocks the loop, and what cannot be closed is left to the end of the process (see
/// abandoned_calls()).
class LibvirtHosts : public Hosts {
 public:
  LibvirtHosts(Loop& loop, const std::vector<Endpoint>& endpoints);

  /// Refuses a node that is not among the endpoints with a fault of kind `missing`.
  Task<Result<std::unique_ptr<Host>>> open(NodeName node) override;

 private:
  Loop& loop_;
  std::shared_ptr<const std::map<NodeName, Endpoint>> endpoints_;
};

}  // namespace haxen::virt

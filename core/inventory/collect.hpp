// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to ask every node of the fleet file at once.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "async/loop.hpp"
#include "config/config.hpp"
#include "inventory/assemble.hpp"
#include "inventory/local_images.hpp"
#include "model/fleet.hpp"
#include "virt/host.hpp"

namespace haxen::inventory {

struct Inventory {
  model::Fleet fleet;
  std::vector<std::string> warnings;  ///< of what VMs' owners state, and of rules that can never hold
  std::map<NodeName, virt::Capabilities> capabilities;          ///< of every node that answered
  std::map<NodeName, Answer> answers;                           ///< what the fleet was assembled from
  std::map<NodeName, std::shared_ptr<virt::Host>> connections;  ///< open and idle, one per node that answered
};

/// Opens a connection to every node, observes it and lets it judge every CPU that some VM of the fleet asks
/// for: all nodes and all judgements side by side, none waiting for a slower node. A node that has not told
/// about itself within the fleet's deadline is absent, with its reason. What is not judged a second after
/// that stays unknown (of images too, where they are asked for), and such a node's connection, busy or
/// broken, is not handed out.
///
/// The nodes speak at different moments: a VM that changes hands between them is seen twice. Such nodes are
/// asked again, for at most five seconds and one deadline, until they agree; what still stands twice after
/// that is no passing hand-over.
///
/// Takes as long as the slowest node, and but for that never longer than the deadline and a second. `hosts`
/// outlives the task and whatever it left behind in the loop. Every node is asked for the images at the paths
/// in `sought` as well.
/// The nodes are asked as well what they think of the CPUs and images of the VMs of `lost`; see assemble().
/// Those that are `dead` are not asked.
Task<Inventory> collect(Loop& loop, virt::Hosts& hosts, const config::Config& config,
                        Images images = Images::none, std::vector<std::string> sought = {},
                        std::vector<model::LedgerNode> lost = {}, std::set<NodeName> dead = {});

/// The same for the nodes of `known`, which need no fleet file to be understood: simulated ones. `known` and
/// `hosts` outlive the task.
Task<Inventory> collect_again(Loop& loop, virt::Hosts& hosts, const model::Fleet& known, Duration deadline);

}  // namespace haxen::inventory

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which node of a fleet file a machine is, and how that node is reached from itself.
#pragma once

#include <string>

#include "base/result.hpp"
#include "config/config.hpp"

namespace haxen::config {

/// The node whose name, or whose URI's host, is this host name: the whole of it where there is such a node,
/// else up to the first dot, whatever the case of its letters. Refuses where it is none or several, with
/// `usage`.
Result<NodeName> node_called(const Config& config, const std::string& host);

/// The hypervisor behind a node's URI as seen from that node itself: "qemu+ssh://root@n1/system?no_tty=1"
/// becomes "qemu:///system". What is no URI, or the test driver's, stays as it is.
std::string local_uri(const std::string& uri);

}  // namespace haxen::config

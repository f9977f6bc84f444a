// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to ask a node for all that a plan needs, in one round of few calls.
#pragma once

#include "virt/host.hpp"
#include "virt/session.hpp"

namespace haxen::virt {

/// About a dozen calls for the node and three to four for each VM. What the driver cannot tell stays unknown;
/// only a node that tells neither its size nor its VMs is a fault. CPU use is measured since the session's
/// last look, or not told where that is less than a tenth of a second ago.
Result<Observation> observe(Session& session);

}  // namespace haxen::virt

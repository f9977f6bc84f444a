// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what an operator should mend before a node's lease can prove it dead.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checkup/lease_watch.hpp"
#include "model/check.hpp"

namespace haxen::checkup {

/// `answers` are those of all nodes, also the lease's own; `lock_manager` is that one's, where it is known.
/// Of what is wrong with the lease itself only the first is told. Nothing is said of a node that is not
/// asked.
std::vector<model::Finding> findings_of(const SoughtLease& sought, const std::vector<LeaseAnswer>& answers,
                                        const std::optional<std::string>& lock_manager);

}  // namespace haxen::checkup

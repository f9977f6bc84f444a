// SPDX-License-Identifier: GPL-2.0-or-later
// Knows why a node's daemon did not get through to that of another.
#pragma once

#include <optional>
#include <string>

#include "base/names.hpp"
#include "virt/complaint.hpp"

namespace haxen::virt {

/// What the daemon on node `from` had to say of `peer_uri`, in a few words and whole in the fault's detail;
/// of kind `unreachable` or `denied`. None where the complaint is of something else, such as the memory
/// stream's own connection.
std::optional<Fault> explain_peers(const NodeName& from, const std::string& peer_uri,
                                   const Complaint& complaint);

}  // namespace haxen::virt

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows why a memory stream could not be encrypted.
#pragma once

#include <optional>
#include <string>

#include "base/names.hpp"
#include "virt/complaint.hpp"

namespace haxen::virt {

/// What a failed migration over TLS says about keys and certificates: which node lacks what, with libvirt's
/// or QEMU's own words behind it, and what would mend it. None where it failed for another reason.
std::optional<std::string> explain_encryption(const NodeName& from, const NodeName& to,
                                              const Complaint& complaint);

}  // namespace haxen::virt

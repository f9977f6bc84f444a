// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what may name a node or pick a VM in the fleet file.
#pragma once

#include <string>

#include "base/result.hpp"

namespace haxen::config {

/// Letters, digits and . - _, a letter or digit first: nothing that "vm@node", a pattern or a list could
/// mistake.
Result<void> accept_node_name(const std::string& text);

/// A shell pattern whose brackets are closed and whose last character is not a lone backslash.
Result<void> accept_pattern(const std::string& text);

/// 8-4-4-4-12 hexadecimal digits, in either case.
Result<void> accept_uuid(const std::string& text);

/// In lower case, as libvirt writes it.
std::string canonical_uuid(std::string text);

}  // namespace haxen::config

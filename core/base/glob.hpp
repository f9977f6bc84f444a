// SPDX-License-Identifier: GPL-2.0-or-later
// Knows shell patterns for names: * ? [abc].
#pragma once

#include <string>

namespace haxen {

bool glob_matches(const std::string& pattern, const std::string& name);

}  // namespace haxen

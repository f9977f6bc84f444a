// SPDX-License-Identifier: GPL-2.0-or-later
// Knows shell patterns for names.
#include "base/glob.hpp"

#include <fnmatch.h>

namespace haxen {

bool glob_matches(const std::string& pattern, const std::string& name) {
  return ::fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
}

}  // namespace haxen

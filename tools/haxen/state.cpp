// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the state directory.
#include "state.hpp"

#include <cstdlib>
#include <unistd.h>

namespace haxen::program {

std::filesystem::path state_directory() {
  if (const auto* wanted = std::getenv("HAXEN_STATE_DIR"); wanted != nullptr && *wanted != '\0')
    return wanted;
  if (geteuid() == 0) return "/var/lib/haxen";
  if (const auto* state = std::getenv("XDG_STATE_HOME"); state != nullptr && *state == '/')
    return std::filesystem::path(state) / "haxen";
  const auto* home = std::getenv("HOME");
  return std::filesystem::path(home != nullptr ? home : "/tmp") / ".local/state/haxen";
}

std::string whole_path(const std::string& fleet_file) {
  std::error_code ignored;
  const auto whole = std::filesystem::weakly_canonical(fleet_file, ignored);
  return whole.empty() ? fleet_file : whole.string();
}

}  // namespace haxen::program

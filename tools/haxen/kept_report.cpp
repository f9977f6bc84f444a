// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the state directory's reports.
#include "kept_report.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <unistd.h>

namespace haxen::program {

namespace {

std::filesystem::path state_directory() {
  if (geteuid() == 0) return "/var/lib/haxen";
  if (const auto* state = std::getenv("XDG_STATE_HOME"); state != nullptr && *state == '/')
    return std::filesystem::path(state) / "haxen";
  const auto* home = std::getenv("HOME");
  return std::filesystem::path(home != nullptr ? home : "/tmp") / ".local/state/haxen";
}

}  // namespace

Result<std::string> keep_report(const OperationId& operation, std::string_view text) {
  const auto directory = state_directory() / "reports";
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  const auto path = directory / operation.str();
  std::ofstream file(path);
  file << text << std::flush;
  if (!file)
    return fault(FaultKind::failed,
                 "the report could be written neither here nor to '" + path.string() + "'");
  return path.string();
}

}  // namespace haxen::program

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the state directory's reports.
#include "kept_report.hpp"

#include <filesystem>
#include <fstream>

#include "state.hpp"

namespace haxen::program {

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

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows when a page's file is looked at and when it is written.
#include "page_file.hpp"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <unistd.h>

#include "entry.hpp"
#include "files.hpp"
#include "report/page.hpp"
#include "say.hpp"

namespace haxen::program {

namespace fs = std::filesystem;

void Noting::hear(const model::Happening& happening) {
  next_.hear(happening);
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  for (const auto& event : excerpt_.take({now, happening})) entries_.push_back(entry_of(event));
}

Result<void> check_page(const std::string& file) {
  if (file.empty()) return {};
  const auto refused = [&](const std::string& why) {
    return fault(FaultKind::usage, fmt::format("'{}': the report cannot be written there: {}", file, why),
                 "nothing was begun; name another place");
  };
  std::error_code ignored;
  if (fs::is_directory(file, ignored)) return refused("it is a folder");
  if (fs::exists(file, ignored) && !fs::is_regular_file(file, ignored)) return {};
  const auto target = fs::exists(file, ignored) ? fs::canonical(file, ignored).string() : file;
  const auto trial = fmt::format("{}.{}", target, getpid());
  if (!std::ofstream(trial)) return refused(std::strerror(errno));
  fs::remove(trial, ignored);
  return {};
}

void write_page(const std::string& file, const report::Past& past) {
  if (file.empty()) return;
  if (const auto done = write_file(file, report::page(past)); !done) warn(done.error().message);
}

}  // namespace haxen::program

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how whole files are read and written.
#include "files.hpp"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace haxen::program {

namespace {

namespace fs = std::filesystem;

tl::unexpected<Fault> unwritable(const std::string& file, const std::error_code& why) {
  return fault(FaultKind::failed, fmt::format("'{}': cannot be written: {}", file, why.message()));
}

std::error_code last_error() { return {errno, std::generic_category()}; }

bool put_into(const std::string& file, const std::string& text) {
  std::ofstream stream(file, std::ios::binary);
  stream << text << std::flush;
  return stream.good();
}

}  // namespace

Result<std::string> read_file(const std::string& file, const std::string& hint) {
  std::ifstream stream(file);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream) return fault(FaultKind::usage, fmt::format("'{}': cannot be read", file), hint);
  return text;
}

Result<void> write_file(const std::string& file, const std::string& text) {
  std::error_code ignored;
  const auto status = fs::status(file, ignored);
  // A device or a pipe is written to, never replaced.
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    if (put_into(file, text)) return {};
    return unwritable(file, last_error());
  }
  const auto target = fs::exists(status) ? fs::canonical(file, ignored).string() : file;
  const auto fresh = fmt::format("{}.{}", target, getpid());
  if (!put_into(fresh, text)) {
    const auto why = last_error();
    fs::remove(fresh, ignored);
    return unwritable(file, why);
  }
  if (std::rename(fresh.c_str(), target.c_str()) == 0) return {};
  const auto why = last_error();
  fs::remove(fresh, ignored);
  return unwritable(file, why);
}

Result<void> write_own_file(const std::string& file, const std::string& text) {
  const auto mask = umask(S_IRWXG | S_IRWXO);
  auto done = write_file(file, text);
  umask(mask);
  return done;
}

}  // namespace haxen::program

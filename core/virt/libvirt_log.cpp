// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the format of libvirt's log and the environment that directs it.
#include "virt/libvirt_log.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <libvirt/libvirt.h>
#include <string_view>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace haxen::virt {

namespace {

constexpr auto outputs = "LIBVIRT_LOG_OUTPUTS";

bool user_directs_the_log() {
  for (const auto* name : {outputs, "LIBVIRT_LOG_FILTERS", "LIBVIRT_DEBUG"}) {
    if (std::getenv(name) != nullptr) return true;
  }
  return false;
}

/// libvirt opens the memory file by its name in /proc; 3 is the level of warnings.
int directed_log() {
  if (user_directs_the_log()) return -1;
  const int fd = memfd_create("libvirt-log", MFD_CLOEXEC);
  if (fd < 0) return fd;
  setenv(outputs, fmt::format("3:file:/proc/self/fd/{}", fd).c_str(), 1);
  virInitialize();
  unsetenv(outputs);
  return fd;
}

int log_file() {
  static const int fd = directed_log();
  return fd;
}

std::size_t log_size() {
  struct stat status {};
  return log_file() >= 0 && fstat(log_file(), &status) == 0 ? static_cast<std::size_t>(status.st_size) : 0;
}

/// "2024-05-01 12:00:00.000+0000: 4711: warning : function:12 : words" gives the words, if 4711 is this
/// thread.
std::string_view words_of_this_thread(std::string_view line) {
  const auto mark = fmt::format(": {}: ", gettid());
  const auto found = line.find(mark);
  if (found == std::string_view::npos) return {};
  line.remove_prefix(found + mark.size());
  for (int parts = 0; parts < 2; ++parts) {
    const auto colon = line.find(" : ");
    if (colon == std::string_view::npos) return {};
    line.remove_prefix(colon + 3);
  }
  return line;
}

}  // namespace

void keep_libvirt_log() { log_file(); }

LogListener::LogListener() : from_(log_size()) {}

std::string LogListener::heard() const {
  std::string text(log_size() - from_, '\0');
  const auto got = pread(log_file(), text.data(), text.size(), static_cast<off_t>(from_));
  text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  std::string words;
  for (std::string_view rest = text; !rest.empty();) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (const auto mine = words_of_this_thread(line); !mine.empty()) words.append(mine).append("\n");
  }
  return words;
}

}  // namespace haxen::virt

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows flock(2).
#include "store/lock.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace haxen::store {

namespace {

tl::unexpected<Fault> cannot(const char* what, const std::filesystem::path& file) {
  return fault(FaultKind::failed,
               std::string("cannot ") + what + " '" + file.string() + "': " + std::strerror(errno));
}

std::string content_of(int descriptor) {
  std::array<char, 512> text{};
  const auto got = pread(descriptor, text.data(), text.size(), 0);
  return {text.data(), got > 0 ? static_cast<std::size_t>(got) : 0};
}

}  // namespace

Result<Lock> Lock::take(const std::filesystem::path& file, const std::string& holder) {
  // Not for the children: an ssh that is left behind must not hold it.
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) return cannot("open", file);
  Lock lock(descriptor);
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return cannot("lock", file);
    return fault(FaultKind::busy, content_of(descriptor));
  }
  const auto size = static_cast<ssize_t>(holder.size());
  if (ftruncate(descriptor, 0) != 0 || pwrite(descriptor, holder.data(), holder.size(), 0) != size)
    return cannot("write", file);
  return lock;
}

Lock::~Lock() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace haxen::store

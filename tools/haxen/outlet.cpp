// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a stream is opened once more, for itself.
#include "outlet.hpp"

#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace haxen::program {

namespace {

// The flag belongs to the open file, which the shell and others share: so it is set on one of our own. A
// regular file never makes anybody wait, and would be written from its beginning.
int opened_anew(int stream) {
  struct stat status {};
  if (fstat(stream, &status) != 0 || !(S_ISCHR(status.st_mode) || S_ISFIFO(status.st_mode))) return -1;
  return open(fmt::format("/proc/self/fd/{}", stream).c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

}  // namespace

Outlet::Outlet(int stream) : stream_(stream), own_(opened_anew(stream)) {}

Outlet::~Outlet() {
  if (own_ >= 0) close(own_);
}

void Outlet::write(std::string_view text) {
  backlog_ += text;
  push();
}

void Outlet::flush() {
  while (!push()) {
    pollfd waited{own_, POLLOUT, 0};
    poll(&waited, 1, -1);
  }
}

// True when all is written, or nobody will ever read it.
bool Outlet::push() {
  while (!backlog_.empty()) {
    const auto written = ::write(own_ >= 0 ? own_ : stream_, backlog_.data(), backlog_.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EAGAIN) return false;
    backlog_.erase(0, written < 0 ? backlog_.size() : static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace haxen::program

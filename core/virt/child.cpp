// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to start a program, to talk with it, and to end it.
#include "virt/child.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

#include "async/spawn.hpp"

namespace haxen::virt {

namespace {

/// What /dev/null takes is dropped.
pid_t start(const std::vector<std::string>& words, int end, Complaints complaints) {
  const int nowhere = complaints == Complaints::dropped ? open("/dev/null", O_WRONLY | O_CLOEXEC) : -1;
  const auto spawned = spawn(words, {end, end, complaints == Complaints::joined ? end : nowhere});
  if (nowhere >= 0) close(nowhere);
  return spawned.pid;
}

}  // namespace

Child::Child(const std::vector<std::string>& words, Complaints complaints) {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return;
  pid_ = start(words, ends[1], complaints);
  fd_ = ends[0];
  close(ends[1]);
}

Child::~Child() {
  if (pid_ > 0) {
    kill(-pid_, SIGKILL);
    while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) continue;
  }
  if (fd_ >= 0) close(fd_);
}

bool Child::write(std::string_view text) {
  while (!text.empty()) {
    const auto sent = send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

Child::Read Child::read_some(Time until) {
  std::array<char, 4096> buffer{};
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    pollfd waited{fd_, POLLIN, 0};
    const auto found = left.count() <= 0 ? 0 : poll(&waited, 1, static_cast<int>(left.count()));
    if (found < 0 && errno == EINTR) continue;
    if (found <= 0) return Read::late;
    const auto got = recv(fd_, buffer.data(), buffer.size(), 0);
    if (got <= 0) return Read::end;
    unread_.append(buffer.data(), static_cast<std::size_t>(got));
    return Read::some;
  }
}

std::optional<std::string> Child::read_line(Time until) {
  auto read = Read::some;
  auto end = unread_.find('\n');
  while (end == std::string::npos && (read = read_some(until)) == Read::some) end = unread_.find('\n');
  if (end == std::string::npos && (read == Read::late || unread_.empty())) return std::nullopt;
  auto line = unread_.substr(0, end);
  unread_.erase(0, end == std::string::npos ? end : end + 1);
  return line;
}

std::optional<std::string> Child::read_all(Time until) {
  while (true) {
    switch (read_some(until)) {
      case Read::some: continue;
      case Read::late: return std::nullopt;
      case Read::end: return std::exchange(unread_, {});
    }
  }
}

}  // namespace haxen::virt

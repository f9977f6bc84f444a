// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to start a program, to talk with it, and to end it.
#include "virt/child.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace haxen::virt {

namespace {

pid_t spawn(const std::vector<std::string>& words, int end, Complaints complaints) {
  std::vector<char*> arguments;
  for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, end, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, end, STDOUT_FILENO);
  if (complaints == Complaints::joined)
    posix_spawn_file_actions_adddup2(&files, end, STDERR_FILENO);
  else
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK);
  pid_t pid = -1;
  if (posix_spawnp(&pid, arguments[0], &files, &attributes, arguments.data(), environ) != 0) pid = -1;
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return pid;
}

}  // namespace

Child::Child(const std::vector<std::string>& words, Complaints complaints) {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return;
  pid_ = spawn(words, ends[1], complaints);
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

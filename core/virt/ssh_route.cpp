// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to run `ssh -G` and to read what it prints.
#include "virt/ssh_route.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <fcntl.h>
#include <map>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace haxen::virt {

namespace {

// ssh -G reads files only; what takes longer than this is a `Match exec` that hangs.
constexpr auto patience = std::chrono::seconds(2);

std::vector<std::string> command_for(const Uri& uri) {
  std::vector<std::string> words{"ssh", "-G"};
  if (uri.port) words.insert(words.end(), {"-p", std::to_string(*uri.port)});
  if (!uri.user.empty()) words.insert(words.end(), {"-l", uri.user});
  words.insert(words.end(), {"--", uri.host});
  return words;
}

/// Starts the command in a session of its own, its output going to `out`; -1 when it cannot be started.
pid_t spawn(const std::vector<std::string>& words, int out) {
  std::vector<char*> arguments;
  for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
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

std::string read_all(int fd) {
  std::string text;
  std::array<char, 4096> buffer{};
  const auto end = std::chrono::steady_clock::now() + patience;
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    pollfd waited{fd, POLLIN, 0};
    if (left.count() <= 0 || poll(&waited, 1, static_cast<int>(left.count())) <= 0) return {};
    const auto got = read(fd, buffer.data(), buffer.size());
    if (got <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

std::string output_of(const std::vector<std::string>& words) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return {};
  const auto pid = spawn(words, ends[1]);
  close(ends[1]);
  const auto text = pid < 0 ? std::string() : read_all(ends[0]);
  close(ends[0]);
  if (pid > 0) {
    kill(-pid, SIGKILL);
    while (waitpid(pid, nullptr, 0) < 0 && errno == EINTR) continue;
  }
  return text;
}

bool is_socket(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && S_ISSOCK(status.st_mode);
}

}  // namespace

std::optional<SshRoute> read_ssh_configuration(std::string_view text) {
  std::map<std::string, std::string, std::less<>> settings;
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (const auto blank = line.find(' '); blank != std::string_view::npos) {
      settings.emplace(line.substr(0, blank), line.substr(blank + 1));
    }
  }
  for (const auto* proxy : {"proxyjump", "proxycommand"}) {
    if (const auto it = settings.find(proxy); it != settings.end() && it->second != "none")
      return std::nullopt;
  }
  if (const auto it = settings.find("controlpath"); it != settings.end() && is_socket(it->second))
    return std::nullopt;
  SshRoute route;
  route.host = settings["hostname"];
  const auto& port = settings["port"];
  if (std::from_chars(port.data(), port.data() + port.size(), route.port).ec != std::errc())
    return std::nullopt;
  if (route.host.empty()) return std::nullopt;
  return route;
}

std::optional<SshRoute> ssh_route(const Uri& uri) {
  if (parameter(uri, "command")) return std::nullopt;
  return read_ssh_configuration(output_of(command_for(uri)));
}

}  // namespace haxen::virt

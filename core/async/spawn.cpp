// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a program is started beside us so that it hears nothing of our terminal.
#include "async/spawn.hpp"

#include <algorithm>
#include <signal.h>
#include <spawn.h>
#include <string_view>
#include <unistd.h>

namespace haxen {

namespace {

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (const auto& text : texts) result.push_back(const_cast<char*>(text.c_str()));
  result.push_back(nullptr);
  return result;
}

std::string_view name_of(std::string_view line) { return line.substr(0, line.find('=')); }

std::vector<std::string> whole_environment(const std::vector<std::string>& ours) {
  auto all = ours;
  for (auto** line = environ; *line != nullptr; ++line) {
    const auto is_ours = [&](const std::string& each) { return name_of(each) == name_of(*line); };
    if (std::ranges::none_of(ours, is_ours)) all.emplace_back(*line);
  }
  return all;
}

/// A session of its own; and what we block or ignore for ourselves is not inherited.
class Attributes {
 public:
  Attributes() {
    posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes_, &none);
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes_, &defaults);
    posix_spawnattr_setflags(&attributes_,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~Attributes() { posix_spawnattr_destroy(&attributes_); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

}  // namespace

Spawned spawn(const std::vector<std::string>& words, const Streams& streams,
              const std::vector<std::string>& environment) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, streams.input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, streams.output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&files, streams.complaints, STDERR_FILENO);
  const Attributes attributes;
  const auto lines = whole_environment(environment);
  auto arguments = pointers(words);
  auto variables = pointers(lines);
  Spawned spawned;
  spawned.error =
      posix_spawnp(&spawned.pid, arguments[0], &files, attributes.get(), arguments.data(), variables.data());
  if (spawned.error != 0) spawned.pid = -1;
  posix_spawn_file_actions_destroy(&files);
  return spawned;
}

}  // namespace haxen

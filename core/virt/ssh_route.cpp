// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to run `ssh -G` and to read what it prints.
#include "virt/ssh_route.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <map>
#include <sys/stat.h>
#include <vector>

#include "virt/child.hpp"

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

std::string output_of(const std::vector<std::string>& words) {
  Child ssh(words, Complaints::dropped);
  return ssh.read_all(std::chrono::steady_clock::now() + patience).value_or(std::string());
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

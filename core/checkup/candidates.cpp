// SPDX-License-Identifier: GPL-2.0-or-later
// Knows by which URIs a host might be reached.
#include "checkup/candidates.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "virt/uri.hpp"

namespace haxen::checkup {

namespace {

// In a URI an IPv6 address stands in brackets.
std::string bracketed(const std::string& host) {
  return host.find(':') != std::string::npos && !host.starts_with('[') ? "[" + host + "]" : host;
}

Way by_ssh(const std::string& user, const std::string& host) {
  if (user.empty()) return {"ssh", fmt::format("qemu+ssh://{}/system", host)};
  return {"ssh as " + user, fmt::format("qemu+ssh://{}@{}/system", user, host)};
}

Way by_tls(const std::string& host) { return {"TLS", fmt::format("qemu+tls://{}/system", host)}; }

}  // namespace

NamedHost named_host(const std::string& word) {
  if (word.find("://") != std::string::npos) {
    const auto uri = virt::parse_uri(word);
    return {word, uri.user, bracketed(uri.host), word};
  }
  if (word == "localhost") return {word, {}, {}, {}};
  const auto at = word.rfind('@');
  if (at == std::string::npos) return {word, {}, bracketed(word), {}};
  return {word, word.substr(0, at), bracketed(word.substr(at + 1)), {}};
}

std::vector<Way> ways_to(const NamedHost& host) {
  if (!host.uri.empty()) return {{"this URI", host.uri}};
  if (host.host.empty()) return {{"its socket here", "qemu:///system"}};
  if (!host.user.empty()) return {by_ssh(host.user, host.host), by_tls(host.host)};
  return {by_ssh("root", host.host), by_ssh({}, host.host), by_tls(host.host)};
}

std::vector<Way> peer_ways_to(const NamedHost& host, const std::string& own_name) {
  const auto name = host.host.empty() ? own_name : host.host;
  std::vector<Way> ways{by_tls(name), by_ssh("root", name)};
  if (host.uri.empty() || host.host.empty()) return ways;
  // What was named whole is meant as it stands; another driver than QEMU has other URIs, too.
  std::erase_if(ways, [&](const Way& way) { return way.uri == host.uri; });
  ways.insert(ways.begin(), {"this URI", host.uri});
  if (virt::parse_uri(host.uri).driver != "qemu") ways.resize(1);
  return ways;
}

std::size_t best_way(const std::vector<Standing>& ways, std::size_t fallback) {
  const auto unanimous =
      std::ranges::find_if(ways, [](const Standing& way) { return way.yes > 0 && way.no == 0; });
  if (unanimous != ways.end()) return static_cast<std::size_t>(unanimous - ways.begin());
  const auto most = std::ranges::max_element(ways, {}, &Standing::yes);
  return most->yes > 0 ? static_cast<std::size_t>(most - ways.begin()) : fallback;
}

}  // namespace haxen::checkup

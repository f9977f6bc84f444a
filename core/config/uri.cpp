// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how URIs are taken apart.
#include "config/uri.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fmt/format.h>
#include <string_view>
#include <vector>

#include "config/reading.hpp"

namespace haxen::config {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view digits = "0123456789";

bool consists_of(std::string_view text, std::initializer_list<std::string_view> sets) {
  return std::ranges::all_of(text, [&](char letter) {
    return std::ranges::any_of(sets, [&](auto set) { return set.find(letter) != std::string_view::npos; });
  });
}

Result<unsigned> parse_port(std::string_view text) {
  unsigned port = 0;
  if (text.empty() || text.size() > 5 || !consists_of(text, {digits})) return fault(FaultKind::usage, "");
  for (const char digit : text) port = port * 10 + static_cast<unsigned>(digit - '0');
  if (port == 0 || port > 65535) return fault(FaultKind::usage, "");
  return port;
}

// Where the host ends in HOST[:PORT].
std::size_t host_length(std::string_view authority) {
  if (authority.starts_with('[')) return std::min(authority.find(']'), authority.size() - 1) + 1;
  return std::min(authority.find(':'), authority.size());
}

bool is_host(std::string_view host) {
  if (!host.starts_with('[')) return consists_of(host, {alphabet, digits, ".-_"});
  return host.size() > 4 && host.ends_with(']') && host.find(':') != std::string_view::npos &&
         consists_of(host.substr(1, host.size() - 2), {alphabet, digits, ":.%"});
}

Result<Uri> parse_authority(const std::string& text, std::string scheme, std::string_view authority) {
  if (const auto user_end = authority.rfind('@'); user_end != std::string_view::npos) {
    authority.remove_prefix(user_end + 1);
    if (authority.empty())
      return fault(FaultKind::usage, fmt::format("'{}' names a user, but no host", text));
  }
  const auto host = authority.substr(0, host_length(authority));
  const auto rest = authority.substr(host.size());
  if (std::ranges::count(authority, ':') > 1 && !authority.starts_with('[')) {
    return fault(FaultKind::usage, fmt::format("'{}' holds an IPv6 address without brackets", text),
                 "write it as in tcp://[fd00::1]");
  }
  if (!is_host(host))
    return fault(FaultKind::usage, fmt::format("'{}' is not a host name, in '{}'", host, text));
  if (rest.empty()) return Uri{std::move(scheme), std::string(host), {}};
  const auto port = parse_port(rest.substr(1));
  if (!rest.starts_with(':') || !port || host.empty()) {
    return fault(
        FaultKind::usage,
        fmt::format("'{}' does not end in a host and a port of 1 to 65535, in '{}'", authority, text));
  }
  return Uri{std::move(scheme), std::string(host), *port};
}

Result<void> accept_word(const std::string& text, const std::string& subject, const std::string& word,
                         const std::vector<std::string>& known) {
  if (std::ranges::find(known, word) != known.end()) return {};
  auto unknown = unknown_word(subject, word, known);
  unknown.message += fmt::format(", in '{}'", text);
  return tl::unexpected(std::move(unknown));
}

Result<void> accept_scheme(const std::string& text, const std::string& scheme) {
  const auto plus = scheme.find('+');
  const auto driver = accept_word(text, "hypervisor", scheme.substr(0, plus), {"qemu", "xen", "test"});
  if (!driver || plus == std::string::npos) return driver;
  return accept_word(text, "transport", scheme.substr(plus + 1),
                     {"ssh", "tls", "tcp", "libssh2", "libssh", "unix", "ext"});
}

}  // namespace

Result<Uri> parse_uri(const std::string& text) {
  if (text.find_first_of(" \t\n") != std::string::npos) {
    return fault(FaultKind::usage, fmt::format("'{}' holds a blank", text));
  }
  const auto separator = text.find("://");
  const auto scheme = text.substr(0, separator);
  if (separator == std::string::npos || scheme.empty() || !consists_of(scheme, {alphabet, digits, "+-."})) {
    return fault(FaultKind::usage, fmt::format("'{}' has no scheme", text),
                 "write a URI such as qemu+ssh://root@node1/system");
  }
  const auto rest = std::string_view(text).substr(separator + 3);
  return parse_authority(text, scheme, rest.substr(0, rest.find_first_of("/?#")));
}

Result<void> accept_node_uri(const std::string& text) {
  const auto uri = parse_uri(text);
  if (!uri) return tl::unexpected(uri.error());
  return accept_scheme(text, uri->scheme);
}

Result<void> accept_peer_uri(const std::string& text) {
  const auto uri = parse_uri(text);
  if (!uri) return tl::unexpected(uri.error());
  const auto scheme = accept_scheme(text, uri->scheme);
  if (!scheme || !uri->host.empty() || uri->scheme == "test") return scheme;
  return fault(FaultKind::usage,
               fmt::format("'{}' names no host, so that no other node can connect to it", text),
               "set peer_uri, as in qemu+tls://node1/system");
}

Result<void> accept_migrate_uri(const std::string& text) {
  const auto uri = parse_uri(text);
  if (!uri) return tl::unexpected(uri.error());
  const auto scheme = accept_word(text, "scheme", uri->scheme, {"tcp", "rdma", "unix"});
  if (!scheme || !uri->host.empty() || uri->scheme == "unix") return scheme;
  return fault(FaultKind::usage, fmt::format("'{}' names no host", text), "write it as in tcp://10.0.0.1");
}

std::string migrate_uri_for(const std::string& peer_uri) {
  const auto uri = parse_uri(peer_uri);
  return uri && !uri->host.empty() ? "tcp://" + uri->host : std::string();
}

}  // namespace haxen::config

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how targets are read and written.
#include "probe/target.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <vector>

#include "base/nearest.hpp"

namespace haxen::probe {

namespace {

using model::ProbeKind;
using model::scheme;

constexpr std::array kinds = {ProbeKind::icmp, ProbeKind::udp, ProbeKind::tcp, ProbeKind::tcp_connect,
                              ProbeKind::http};
constexpr std::string_view example = "for example icmp://vm1, udp://10.0.0.5:7 or tcp-connect://[fd00::5]:22";

tl::unexpected<Fault> refusal(std::string_view text, const std::string& why, std::string hint) {
  return fault(FaultKind::usage, fmt::format("target '{}': {}", text, why), std::move(hint));
}

Result<ProbeKind> kind_of(std::string_view text, std::string_view word) {
  const auto known = std::ranges::find(kinds, word, scheme);
  if (known != kinds.end()) return *known;
  if (word == "https")
    return refusal(text, "https is not spoken here",
                   "tcp-connect://HOST:443 probes whether connections are taken");
  std::vector<std::string> words;
  for (const auto kind : kinds) words.emplace_back(scheme(kind));
  const auto meant = nearest(word, words);
  return refusal(
      text, fmt::format("unknown kind '{}'", word),
      meant ? fmt::format("did you mean '{}'?", *meant) : fmt::format("kinds: {}", fmt::join(words, ", ")));
}

Result<std::uint16_t> port_of(std::string_view text, std::string_view digits) {
  unsigned port = 0;
  const auto* end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, port);
  if (read.ec != std::errc() || read.ptr != end || port < 1 || port > 65535)
    return refusal(text, fmt::format("'{}' is no port", digits), "a port is a number from 1 to 65535");
  return static_cast<std::uint16_t>(port);
}

struct Authority {
  std::string_view host;
  std::optional<std::string_view> port;
};

// Several colons without brackets are an IPv6 address, as people type it.
Result<Authority> authority_of(std::string_view text, std::string_view part) {
  if (part.starts_with('[')) {
    const auto end = part.find(']');
    if (end == part.npos) return refusal(text, "'[' without ']'", std::string(example));
    const auto behind = part.substr(end + 1);
    const Authority found{part.substr(1, end - 1), std::nullopt};
    if (behind.empty()) return found;
    if (behind.front() != ':')
      return refusal(text, fmt::format("'{}' behind the address is no port", behind), std::string(example));
    return Authority{found.host, behind.substr(1)};
  }
  const auto colon = part.find(':');
  if (colon == part.npos || part.find(':', colon + 1) != part.npos) return Authority{part, std::nullopt};
  return Authority{part.substr(0, colon), part.substr(colon + 1)};
}

bool is_clean(std::string_view word) {
  return std::ranges::all_of(word, [](char c) { return static_cast<unsigned char>(c) > ' ' && c != 127; });
}

bool is_host(std::string_view word) {
  return !word.empty() && is_clean(word) && word.find_first_of("[]/@?#") == word.npos;
}

Result<std::uint16_t> wanted_port(std::string_view text, const Target& target,
                                  std::optional<std::string_view> digits,
                                  std::optional<std::uint16_t> otherwise) {
  if (target.kind == ProbeKind::icmp) {
    if (!digits) return std::uint16_t{0};
    return refusal(text, "icmp has no ports",
                   "leave the port away, or probe udp://, tcp:// or tcp-connect://");
  }
  if (digits) return port_of(text, *digits);
  if (otherwise) return *otherwise;
  switch (target.kind) {
    case ProbeKind::icmp: return std::uint16_t{0};
    case ProbeKind::udp:
    case ProbeKind::tcp: return std::uint16_t{7};
    case ProbeKind::http: return std::uint16_t{80};
    case ProbeKind::tcp_connect: break;
  }
  return refusal(text, "no port to connect to",
                 fmt::format("write tcp-connect://{}:PORT, or give --port", target.host));
}

}  // namespace

Result<Target> parse_target(std::string_view text, const TargetDefaults& defaults) {
  Target target;
  target.kind = defaults.kind;
  auto rest = text;
  if (const auto mark = rest.find("://"); mark != rest.npos) {
    const auto kind = kind_of(text, rest.substr(0, mark));
    if (!kind) return tl::unexpected(kind.error());
    target.kind = *kind;
    rest.remove_prefix(mark + 3);
  }
  const auto slash = std::min(rest.find('/'), rest.size());
  const auto path = rest.substr(slash);
  if (target.kind == ProbeKind::http)
    target.path = path.empty() ? "/" : path;
  else if (path.size() > 1)
    return refusal(text, "only http has a path", "leave away what is behind the host");
  if (!is_clean(path))
    return refusal(text, "blanks or control characters in the path", "write a blank as %20");
  const auto authority = authority_of(text, rest.substr(0, slash));
  if (!authority) return tl::unexpected(authority.error());
  target.host = authority->host.empty() ? defaults.host : std::string(authority->host);
  if (!is_host(target.host)) return refusal(text, "no host that could be looked up", std::string(example));
  const auto port = wanted_port(text, target, authority->port, defaults.port);
  if (!port) return tl::unexpected(port.error());
  target.port = *port;
  return target;
}

std::string to_string(const Target& target) {
  const bool bare = target.host.find(':') == target.host.npos;
  auto text = fmt::format("{}://{}", scheme(target.kind), bare ? target.host : '[' + target.host + ']');
  if (target.port != 0) text += fmt::format(":{}", target.port);
  return text + target.path;
}

}  // namespace haxen::probe

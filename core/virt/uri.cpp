// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the grammar of libvirt's URIs.
#include "virt/uri.hpp"

#include <charconv>

namespace haxen::virt {

namespace {

/// Cuts `text` at the first `mark`: returns what stands before it and leaves what follows; all of it without
/// a mark.
std::string_view cut(std::string_view& text, char mark) {
  const auto at = text.find(mark);
  const auto before = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
  return before;
}

Transport transport_of(std::string_view word, bool remote) {
  if (word.empty()) return remote ? Transport::tls : Transport::local;
  if (word == "unix") return Transport::local;
  if (word == "ssh") return Transport::ssh;
  if (word == "tls") return Transport::tls;
  if (word == "tcp") return Transport::tcp;
  return Transport::other;
}

void read_host_and_port(std::string_view text, Uri& uri) {
  if (text.starts_with('[')) {
    text.remove_prefix(1);
    uri.host = cut(text, ']');
    if (text.starts_with(':')) text.remove_prefix(1);
  } else {
    uri.host = cut(text, ':');
  }
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error == std::errc() && end == text.data() + text.size()) uri.port = port;
}

std::string decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    const auto* const digits = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2) {
      result += static_cast<char>(value);
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

}  // namespace

Uri parse_uri(std::string_view text) {
  Uri uri;
  std::string_view rest = text;
  auto address = cut(rest, '?');
  uri.query = cut(rest, '#');
  const auto slashes = address.find("://");
  auto scheme = address.substr(0, slashes);
  address.remove_prefix(slashes == std::string_view::npos ? address.size() : slashes + 3);
  auto authority = cut(address, '/');
  if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
    uri.user = decoded(authority.substr(0, at));
    authority.remove_prefix(at + 1);
  }
  read_host_and_port(authority, uri);
  uri.driver = cut(scheme, '+');
  uri.transport = transport_of(scheme, !uri.host.empty());
  return uri;
}

std::optional<std::string> parameter(const Uri& uri, std::string_view name) {
  std::string_view rest = uri.query;
  while (!rest.empty()) {
    auto value = cut(rest, '&');
    if (cut(value, '=') == name) return decoded(value);
  }
  return std::nullopt;
}

std::string with_parameter(std::string text, std::string_view name, std::string_view value) {
  if (parameter(parse_uri(text), name)) return text;
  const auto fragment = text.find('#');
  const auto tail = fragment == std::string::npos ? std::string() : text.substr(fragment);
  text.resize(text.size() - tail.size());
  text += text.find('?') == std::string::npos ? '?' : '&';
  return text.append(name).append("=").append(value).append(tail);
}

std::optional<unsigned> default_port(Transport transport) {
  switch (transport) {
    case Transport::ssh: return 22;
    case Transport::tls: return 16514;
    case Transport::tcp: return 16509;
    case Transport::local:
    case Transport::other: return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace haxen::virt

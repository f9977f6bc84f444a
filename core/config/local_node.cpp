// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a machine finds itself in a fleet file.
#include "config/local_node.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <vector>

#include "config/uri.hpp"

namespace haxen::config {

namespace {

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char letter) { return std::tolower(letter); });
  return text;
}

// An address has no domain to be cut off.
std::string first_label(const std::string& name) {
  const bool is_address =
      name.find_first_not_of("0123456789.") == std::string::npos || name.find(':') != std::string::npos;
  return is_address ? name : name.substr(0, name.find('.'));
}

std::vector<std::string> names_of(const NodeEntry& node) {
  std::vector<std::string> names{lower(node.name.str())};
  if (const auto uri = parse_uri(node.uri); uri && !uri->host.empty()) names.push_back(lower(uri->host));
  return names;
}

template <class Form>
std::vector<NodeName> called(const Config& config, const std::string& host, Form form) {
  std::vector<NodeName> found;
  for (const auto& node : config.nodes) {
    const auto is_it = [&](const std::string& name) { return form(name) == form(host); };
    if (std::ranges::any_of(names_of(node), is_it)) found.push_back(node.name);
  }
  return found;
}

}  // namespace

Result<NodeName> node_called(const Config& config, const std::string& host) {
  constexpr auto mend = "name it: the variable HAXEN_NODE says which node this machine is";
  const auto name = lower(host);
  auto found = called(config, name, [](const std::string& text) { return text; });
  if (found.empty()) found = called(config, name, first_label);
  if (found.size() == 1) return found.front();
  if (found.empty())
    return fault(FaultKind::usage, fmt::format("no node of the fleet file is this machine, '{}'", host),
                 mend);
  return fault(FaultKind::usage,
               fmt::format("this machine, '{}', may be any of the nodes {}", host, fmt::join(found, ", ")),
               mend);
}

std::string local_uri(const std::string& uri) {
  const auto parts = parse_uri(uri);
  if (!parts || parts->scheme == "test") return uri;
  const auto rest = uri.substr(uri.find("://") + 3);
  const auto whole = rest.substr(0, rest.find_first_of("?#"));
  const auto path = whole.find('/');
  const auto driver = parts->scheme.substr(0, parts->scheme.find('+'));
  return fmt::format("{}://{}", driver, path == std::string::npos ? "/" : whole.substr(path));
}

}  // namespace haxen::config

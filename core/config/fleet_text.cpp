// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a fleet file is written for people to go on with.
#include "config/fleet_text.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

namespace haxen::config {

namespace {

constexpr std::size_t width = 100;

bool is_control(char letter) { return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f; }

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') result += '\\';
    result += is_control(letter) ? '?' : letter;
  }
  return result + '"';
}

/// Lines that each begin as a comment, broken at blanks.
std::string comment(std::string text) {
  std::ranges::replace_if(text, is_control, ' ');
  std::string result;
  std::string start = "# ";
  while (text.size() > width) {
    auto end = text.rfind(' ', width);
    if (end == std::string::npos || end == 0) end = text.find(' ', width);
    if (end == std::string::npos) break;
    result += start + text.substr(0, end) + '\n';
    text.erase(0, end + 1);
    start = "#   ";
  }
  return result + start + text + '\n';
}

std::string table(const WrittenEntry& node) {
  auto text = fmt::format("[[node]]\nname = {}\nuri = {}\n", quoted(node.name.str()), quoted(node.uri));
  if (!node.peer_uri.empty() && node.peer_uri != node.uri)
    text += fmt::format("peer_uri = {}\n", quoted(node.peer_uri));
  return text;
}

std::string suggestions(const WrittenEntry& node) {
  return fmt::format(
      "# memory = \"{}MiB\"   # all that it has; less keeps the rest from VMs\n"
      "# link = \"10Gbit/s\"   # each direction; with it, times are foretold\n",
      node.memory.count >> 20);
}

std::string commented_out(const std::string& lines) {
  std::string result = "# ";
  for (const char letter : lines.substr(0, lines.size() - 1))
    result += letter == '\n' ? std::string("\n# ") : std::string(1, letter);
  return result + '\n';
}

constexpr auto defaults =
    "[defaults]\n"
    "# outage_budget = \"250ms\"   # how long a VM may be away in a migration\n"
    "# reserve = \"512MiB\"        # memory kept for each host itself\n"
    "# tls = \"required\"          # the memory of VMs is encrypted on its way\n";

}  // namespace

std::string fleet_text(const std::string& heading, const std::vector<WrittenEntry>& nodes) {
  auto text = comment(heading) + comment("haxen-fleet(5) tells of every key.") + '\n' + defaults;
  for (const auto& node : nodes) {
    text += '\n';
    for (const auto& remark : node.remarks) text += comment(remark);
    text += node.left_out ? commented_out(table(node)) : table(node) + suggestions(node);
  }
  return text;
}

NodeName name_for(const std::string& host) {
  const auto is_digit = [](char letter) { return std::isdigit(static_cast<unsigned char>(letter)) != 0; };
  const bool is_address = host.find(':') != std::string::npos ||
                          std::ranges::all_of(host, [&](char c) { return is_digit(c) || c == '.'; });
  auto name = is_address ? host : host.substr(0, host.find('.'));
  std::erase_if(name, [](char letter) { return letter == '[' || letter == ']'; });
  for (auto& letter : name) {
    const bool fits = std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '.' ||
                      letter == '-' || letter == '_';
    if (!fits) letter = '-';
  }
  const bool begins_well = !name.empty() && std::isalnum(static_cast<unsigned char>(name.front())) != 0;
  return NodeName(begins_well ? name : "node" + name);
}

}  // namespace haxen::config

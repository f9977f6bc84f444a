// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what to ask a node's shell, and how to read its answers.
#include "checkup/questions.hpp"

#include <charconv>
#include <fmt/format.h>
#include <map>
#include <sstream>

namespace haxen::checkup {

namespace {

// More at once would meet the limit of connections that a daemon has not yet let in (20 in libvirt 9.0) where
// a whole fleet asks the same node.
constexpr std::size_t at_once = 4;

constexpr int timed_out = 124;
constexpr int not_found = 127;

std::string quoted(const std::string& text) {
  std::string result = "'";
  for (const char letter : text) result += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  return result + "'";
}

struct Reply {
  int code = 0;
  std::string words;
};

std::string without_prefix(std::string text) {
  constexpr std::string_view prefix = "error: ";
  return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

model::PairCheck judged(const NodeName& from, const Peer& peer, const Reply& reply, Milliseconds patience) {
  using model::PeerReach;
  if (reply.code == 0) return {from, peer.name, PeerReach::yes, {}};
  if (reply.code == not_found)
    return {from, peer.name, PeerReach::unknown, "virsh or timeout is missing there"};
  if (reply.code == timed_out)
    return {from, peer.name, PeerReach::no, fmt::format("no answer within {}", to_string(Seconds(patience)))};
  return {from, peer.name, PeerReach::no, without_prefix(reply.words)};
}

}  // namespace

std::string lock_manager_question() {
  return "cd /etc/libvirt && for file in qemu.conf libxl.conf; do\n"
         "[ ! -e \"$file\" ] || [ -r \"$file\" ] || exit 1\n"
         "[ ! -e \"$file\" ] || sed -n "
         "'s/^[[:space:]]*lock_manager[[:space:]]*=[[:space:]]*\"\\([a-z]*\\)\".*/named \\1/p' "
         "\"$file\"\n"
         "done && echo read";
}

std::optional<std::string> read_lock_manager(const std::string& text) {
  std::istringstream lines(text);
  std::string found = "none";
  for (std::string line; std::getline(lines, line);) {
    if (line == "read") return found;
    constexpr std::string_view named = "named ";
    if (!line.starts_with(named)) return std::nullopt;
    // libvirt's own word for none.
    if (const auto name = line.substr(named.size()); name != "nop") found = name;
  }
  return std::nullopt;
}

std::string clock_question() { return "date +%s.%N"; }

std::optional<model::ClockOffset> read_clock(const std::string& text,
                                             std::chrono::system_clock::time_point sent,
                                             std::chrono::system_clock::time_point received) {
  double seconds = 0;
  const auto* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, seconds, std::chars_format::fixed);
  if (error != std::errc{} || rest == end || *rest != '\n' || !(seconds > 0 && seconds < 1e12))
    return std::nullopt;
  const Seconds half = Seconds(received - sent) / 2;
  const Seconds ours = Seconds(sent.time_since_epoch()) + half;
  return model::ClockOffset{Seconds(seconds) - ours, half};
}

std::string peers_question(const std::vector<Peer>& peers, Milliseconds patience) {
  const auto seconds = Seconds(patience).count();
  auto script = fmt::format(
      "id -u\n"
      "haxen_ask() {{ words=$(timeout -k 1 {} virsh -q -c \"$2\" hostname 2>&1 </dev/null); code=$?\n"
      "printf '%s %s %s\\n' \"$1\" \"$code\" \"$(printf '%s\\n' \"$words\" | grep . | tail -n 1)\"; }}\n",
      seconds);
  for (std::size_t i = 0; i < peers.size(); ++i) {
    script += fmt::format("haxen_ask {} {} &\n", i, quoted(peers[i].uri));
    if (i % at_once == at_once - 1) script += "wait\n";
  }
  return script + "wait";
}

Milliseconds time_for(std::size_t peers, Milliseconds patience) {
  const auto rounds = static_cast<long>((peers + at_once - 1) / at_once);
  return rounds * (patience + std::chrono::seconds(1)) + std::chrono::seconds(1);
}

std::vector<model::PairCheck> read_peers(const std::string& text, const NodeName& from,
                                         const std::vector<Peer>& peers, Milliseconds patience) {
  std::istringstream lines(text);
  std::string user;
  std::getline(lines, user);
  std::map<std::size_t, Reply> replies;
  std::size_t index = 0;
  for (Reply reply; lines >> index >> reply.code;) {
    std::getline(lines, reply.words);
    if (reply.words.starts_with(' ')) reply.words.erase(0, 1);
    replies[index] = reply;
  }
  std::vector<model::PairCheck> pairs;
  for (std::size_t i = 0; i < peers.size(); ++i) {
    if (user != "0")
      pairs.push_back(
          {from, peers[i].name, model::PeerReach::unknown, "its ssh user is not root, as whom libvirt runs"});
    else if (!replies.contains(i))
      pairs.push_back({from, peers[i].name, model::PeerReach::unknown, "its shell did not tell"});
    else
      pairs.push_back(judged(from, peers[i], replies[i], patience));
  }
  return pairs;
}

}  // namespace haxen::checkup

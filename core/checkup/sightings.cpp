// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a shell finds out whether a machine is alive, and what its answer means.
#include "checkup/sightings.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <functional>
#include <sstream>

#include "async/worker.hpp"
#include "virt/reach.hpp"
#include "virt/shell.hpp"

namespace haxen::checkup {

namespace {

using model::Sign;
using model::Testimony;
using model::TestimonyKind;
using Steady = std::chrono::steady_clock;

// What a host's name or address consists of: nothing that a shell reads as more than a word.
bool is_plain(const std::string& host) {
  const auto is_usual = [](unsigned char letter) {
    return std::isalnum(letter) != 0 || letter == '.' || letter == ':' || letter == '-' || letter == '_' ||
           letter == '%';
  };
  return !host.empty() && host.front() != '-' && std::ranges::all_of(host, is_usual);
}

Testimony by(const NodeName& onlooker, const Sought& sought, Sign sign, std::string detail) {
  return {sought.name, TestimonyKind::peer, onlooker.str(), sign, std::move(detail)};
}

Testimony ask(const Onlooker& onlooker, const Sought& sought, const Patience& patience) {
  const auto unknown = [&](std::string why) {
    return by(onlooker.name, sought, Sign::unknown, std::move(why));
  };
  if (!is_plain(sought.host)) return unknown("it cannot be asked about such an address");
  const auto command = virt::shell_command(onlooker.uri, patience.onlooker);
  if (!command) return unknown("it is not reached by ssh");
  auto shell = virt::Shell::open(*command, Steady::now() + patience.onlooker);
  if (!shell) return unknown(shell.error().message);
  const auto bound = patience.onlooker + patience.sought + std::chrono::seconds(1);
  const auto answer = shell->ask(sighting_question(sought, patience.sought), Steady::now() + bound);
  if (!answer) return unknown(answer.error().message);
  return read_sighting(answer->text, onlooker.name, sought);
}

// Every step in there has its own bound; this one only sums them up.
Task<Testimony> ask_beside(Loop& loop, Onlooker onlooker, Sought sought, Patience patience) {
  Worker worker(loop, fmt::format("node '{}'", onlooker.name));
  std::function<Result<Testimony>()> work = [onlooker, sought, patience]() -> Result<Testimony> {
    return ask(onlooker, sought, patience);
  };
  auto asking = worker.call<Testimony>(std::move(work),
                                       patience.onlooker * 2 + patience.sought + std::chrono::seconds(3));
  auto told = co_await asking;
  if (!told) co_return by(onlooker.name, sought, Sign::unknown, told.error().message);
  co_return std::move(*told);
}

}  // namespace

std::string sighting_question(const Sought& sought, Milliseconds patience) {
  const auto seconds = std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::seconds>(patience).count());
  // Each says what it has found at once: one that hangs does not keep the other from being heard. A name that
  // is not known there tells nothing.
  return fmt::format(
      "h='{0}' p={1} t={2}\n"
      "command -v timeout >/dev/null 2>&1 || timeout() {{ shift; \"$@\"; }}\n"
      "by_ping() {{\n"
      "  command -v ping >/dev/null 2>&1 || return\n"
      "  timeout \"$t\" ping -n -c 1 -W \"$t\" \"$h\" >/dev/null 2>&1 && echo 'alive it answers a ping'\n"
      "}}\n"
      "by_port() {{\n"
      "  command -v bash >/dev/null 2>&1 || return\n"
      "  if said=$(LC_ALL=C timeout \"$t\" bash -c 'exec 3<>\"/dev/tcp/$0/$1\"' \"$h\" \"$p\" 2>&1); then\n"
      "    echo \"alive its port $p answers\"\n"
      "  else\n"
      "    case $said in\n"
      "      *refused*) echo \"alive its port $p refuses\" ;;\n"
      "      *[Nn]ame*) echo 'unknown its name is not known there' ;;\n"
      "      *) echo silent ;;\n"
      "    esac\n"
      "  fi\n"
      "}}\n"
      "by_ping & by_port & wait\n",
      sought.host, sought.port, seconds);
}

Testimony read_sighting(const std::string& text, const NodeName& onlooker, const Sought& sought) {
  auto told = by(onlooker, sought, Sign::unknown, "ping and bash tell nothing there");
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const auto blank = line.find(' ');
    const auto word = line.substr(0, blank);
    auto detail = blank == line.npos ? std::string() : line.substr(blank + 1);
    if (word == "alive") return by(onlooker, sought, Sign::alive, std::move(detail));
    if (word == "silent") told = by(onlooker, sought, Sign::silent, {});
    if (word == "unknown" && told.sign == Sign::unknown) told.detail = std::move(detail);
  }
  return told;
}

Task<std::vector<Testimony>> sightings(Loop& loop, std::vector<Onlooker> onlookers, Sought sought,
                                       Patience patience) {
  std::vector<Task<Testimony>> tasks;
  for (auto& onlooker : onlookers) tasks.push_back(ask_beside(loop, std::move(onlooker), sought, patience));
  co_return co_await all(loop, std::move(tasks));
}

Task<Testimony> own_sighting(Loop& loop, Sought sought, Milliseconds patience) {
  Worker worker(loop, fmt::format("node '{}'", sought.name));
  std::function<Result<Testimony>()> work = [sought, patience]() -> Result<Testimony> {
    Testimony told{sought.name, TestimonyKind::libvirt, {}, Sign::alive, {}};
    const auto reached = virt::reach(sought.host, sought.port, patience);
    const auto why = reached ? std::string() : reached.error().message;
    const bool refuses = why.find("refused") != why.npos;
    if (!reached && !refuses) return Testimony{sought.name, TestimonyKind::libvirt, {}, Sign::silent, why};
    told.detail = fmt::format("its port {} {}", sought.port, refuses ? "refuses" : "answers");
    return told;
  };
  auto asking = worker.call<Testimony>(std::move(work), patience + std::chrono::seconds(1));
  auto told = co_await asking;
  if (!told) co_return Testimony{sought.name, TestimonyKind::libvirt, {}, Sign::silent, told.error().message};
  co_return std::move(*told);
}

}  // namespace haxen::checkup

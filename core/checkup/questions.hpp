// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what to ask a node's shell, and how to read its answers.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/duration.hpp"
#include "model/check.hpp"

namespace haxen::checkup {

/// Which node, and how the others' daemons reach it.
struct Peer {
  NodeName name;
  std::string uri;
};

/// Prints the time of day.
/// What keeps disks from being opened twice, by libvirt's own configuration files.
std::string lock_manager_question();

/// From what lock_manager_question() printed: "none" where no file names one. None where they cannot be read.
std::optional<std::string> read_lock_manager(const std::string& text);

std::string clock_question();

/// From what clock_question() printed between two moments of our own clock. None for anything else.
std::optional<model::ClockOffset> read_clock(const std::string& text,
                                             std::chrono::system_clock::time_point sent,
                                             std::chrono::system_clock::time_point received);

/// Tries to open each peer's libvirt, `at_once` side by side, each for no longer than `patience`.
std::string peers_question(const std::vector<Peer>& peers, Milliseconds patience);

/// How long peers_question() may take, with a second to spare.
Milliseconds time_for(std::size_t peers, Milliseconds patience);

/// In the order of `peers`, what peers_question() has printed. Where the shell's user is not the one that
/// libvirt's daemon runs as, where virsh is missing, or where the text does not tell: unknown.
std::vector<model::PairCheck> read_peers(const std::string& text, const NodeName& from,
                                         const std::vector<Peer>& peers, Milliseconds patience);

}  // namespace haxen::checkup

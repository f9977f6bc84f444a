// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how other nodes are asked whether they see one that does not answer us.
#pragma once

#include <string>
#include <vector>

#include "async/loop.hpp"
#include "base/duration.hpp"
#include "model/death.hpp"

namespace haxen::checkup {

/// The node that is looked for, and where its libvirt is for the others.
struct Sought {
  NodeName name;
  std::string host;
  unsigned port = 0;
};

/// A node whose shell is to be asked.
struct Onlooker {
  NodeName name;
  std::string uri;  ///< how haxen reaches it
};

/// For a POSIX shell: pings the host and tries its port, side by side, for no longer than `patience`, in
/// whole seconds, 1 at least.
std::string sighting_question(const Sought& sought, Milliseconds patience);

/// From what sighting_question() printed, line by line. A port that refuses is a sign of life too: a dead machine refuses
/// nothing. Where the shell has neither ping nor bash, unknown.
model::Testimony read_sighting(const std::string& text, const NodeName& onlooker, const Sought& sought);

/// How long is waited for whom.
struct Patience {
  Milliseconds onlooker{10'000};  ///< to let us in, and again to answer
  Milliseconds sought{1'000};     ///< to give a sign of life
};

/// Asks all onlookers side by side; one testimony each, in their order. Unknown, with the reason, where a
/// node's shell cannot be had.
Task<std::vector<model::Testimony>> sightings(Loop& loop, std::vector<Onlooker> onlookers, Sought sought,
                                              Patience patience);

/// The same from this machine: whether the port answers, or refuses.
Task<model::Testimony> own_sighting(Loop& loop, Sought sought, Milliseconds patience);

}  // namespace haxen::checkup

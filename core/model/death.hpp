// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what can be said for and against a node being dead.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/names.hpp"

namespace haxen::model {

/// Who says it.
enum class TestimonyKind {
  libvirt,  ///< we, by the node's own daemon
  peer,     ///< another node, of whether it reaches the node
  fence,    ///< a device that switches the node's power
  operator_word,
  lease,  ///< another node, of the lease that the node holds on shared storage
};

enum class Sign {
  dead,     ///< its power is off, or its lease has been given up
  alive,    ///< it answers, its power is on, or it goes on renewing its lease
  silent,   ///< it does not answer: it may be dead, or the way to it broken
  unknown,  ///< the witness could not be asked, or what it says is not to be believed
};

struct Testimony {
  NodeName node;
  TestimonyKind kind{};
  std::string
      witness;  ///< the peer's name, also of a lease; the fence agent, the operator; empty for libvirt
  Sign sign = Sign::unknown;
  std::string detail;  ///< in the witness's own words; may be empty
  friend bool operator==(const Testimony&, const Testimony&) = default;
};

enum class DeathVerdict {
  proven,    ///< one says that it is off, and none that it lives
  refuted,   ///< one at least says that it lives
  unproven,  ///< silence is all there is
};

/// What the testimonies about one node come to. Silence proves nothing, however many tell of it.
DeathVerdict verdict(const std::vector<Testimony>& testimonies);

}  // namespace haxen::model

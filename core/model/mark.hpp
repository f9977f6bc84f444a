// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what an operation leaves on a node so that every other haxen sees it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/names.hpp"

namespace haxen::model {

using WallTime = std::chrono::sys_seconds;

/// Who runs an operation: enough to tell, on the same host, whether it still does.
struct Holder {
  std::string host;     ///< the admin host's name
  std::string boot_id;  ///< /proc/sys/kernel/random/boot_id there
  std::int64_t pid = 0;
  std::string user;

  friend bool operator==(const Holder&, const Holder&) = default;
};

enum class MarkKind {
  cordon,  ///< no VM is to be placed here
  claim,   ///< an operation has booked memory here for moves to come
};

/// The one mark of a node. Its id is the UUID of the libvirt secret that holds it.
struct Mark {
  std::string id;
  MarkKind kind = MarkKind::cordon;
  OperationId operation;
  Holder holder;
  bool active = false;  ///< its operation is under way; a cordon that outlives its operation is not active
  std::string reason;   ///< the operator's words; may be empty
  WallTime since{};
  std::optional<WallTime> until;
  Bytes booked{};  ///< on a claim: maximum memory of the VMs on their way here
  /// The node goes down, and nothing more is to come. A mark that is placed so stands beside whatever other
  /// one the node has, and is forgotten when the node's daemon ends; where there are both, this is read with
  /// the other one.
  bool leaving = false;

  friend bool operator==(const Mark&, const Mark&) = default;
};

}  // namespace haxen::model

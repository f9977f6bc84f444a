// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how an expected failure is told: a Fault, carried in a Result.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace haxen {

/// What sort of failure it is; a caller decides by this, never by the words.
enum class FaultKind {
  usage,        ///< wrong call or wrong input; nothing was touched
  unreachable,  ///< no connection to a node
  late,         ///< no answer within the deadline; the call was abandoned and its effect is unknown
  denied,       ///< the node refused this user
  busy,         ///< another operation holds it
  missing,      ///< the named thing does not exist
  exists,       ///< the named thing exists already
  unsupported,  ///< this hypervisor cannot do it
  aborted,      ///< ended on request
  unproven,     ///< what it would rest on is not known for certain
  failed,       ///< anything else; the message says what
};

/// One failure, in words for a person: lower case, the subject in quotes, the cause last.
struct Fault {
  FaultKind kind = FaultKind::failed;
  std::string message;
  std::string hint = {};  ///< what would mend it; empty when nothing is known
  /// Whole, what `message` is the short word for; for records. Empty where the message says it all.
  std::string detail = {};

  friend bool operator==(const Fault&, const Fault&) = default;
};

template <class T>
using Result = tl::expected<T, Fault>;

inline tl::unexpected<Fault> fault(FaultKind kind, std::string message, std::string hint = {}) {
  return tl::unexpected<Fault>(Fault{kind, std::move(message), std::move(hint)});
}

/// The same fault with "subject: " put before its message.
inline Fault about(const std::string& subject, Fault inner) {
  inner.message = subject + ": " + inner.message;
  return inner;
}

}  // namespace haxen

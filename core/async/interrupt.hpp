// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a program that runs beside us is ended before its time.
#pragma once

#include "base/descriptor.hpp"
#include "base/duration.hpp"

namespace haxen {

/// Ends programs before their time, from any thread and from then on.
class Interrupt {
 public:
  Interrupt();

  void raise() const;
  /// Waits so long for it, not at all where that is zero or less. True once it was raised.
  bool raised_within(Milliseconds time) const;
  /// Readable once it was raised.
  int descriptor() const { return descriptor_.number(); }

 private:
  Descriptor descriptor_;
};

}  // namespace haxen

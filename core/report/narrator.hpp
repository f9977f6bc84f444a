// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the ways in which an operation under way is told: on a terminal, in plain lines, as events for
// scripts.
#pragma once

#include <memory>
#include <string>

#include "model/event.hpp"
#include "report/style.hpp"

namespace haxen::report {

/// Each call returns what is to be written, flushed at once, to one stream; often nothing.
class Narrator {
 public:
  virtual ~Narrator() = default;
  virtual std::string hear(const model::Event& event, const Style& style) = 0;
  /// To be called several times a second. The style carries the screen's size as it is now.
  virtual std::string tick(model::Moment now, const Style& style) = 0;
  /// Before anything else is written to the stream, and at the end: takes away what would be redrawn.
  virtual std::string pause(const Style& style) = 0;
};

/// A bar for each running migration and one for the whole, redrawn in place; other events scroll by above
/// them.
std::unique_ptr<Narrator> terminal_narrator();
/// One line for each event with the time since the operation began, and for each running migration one
/// whenever 10 s or a quarter of its memory have passed.
std::unique_ptr<Narrator> plain_narrator();
/// One JSON document per line for each event.
std::unique_ptr<Narrator> event_narrator();

}  // namespace haxen::report

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how fast one migration went.
#pragma once

#include "base/bytes.hpp"
#include "base/duration.hpp"
#include "base/names.hpp"

namespace haxen::model {

struct PastPace {
  NodeName from;
  NodeName to;
  Bandwidth rate{};    ///< of its memory stream
  Seconds overhead{};  ///< what it took beside sending
  friend bool operator==(const PastPace&, const PastPace&) = default;
};

}  // namespace haxen::model

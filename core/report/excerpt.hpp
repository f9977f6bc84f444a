// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which of all events are worth keeping.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "model/event.hpp"

namespace haxen::report {

/// Everything but most looks at running migrations. Of these it keeps the first in which memory goes over,
/// the last before the move ends, and between them ever fewer the longer it takes: some twenty in an hour.
class Excerpt {
 public:
  /// What of all so far is to be kept from now on, in the order in which it happened.
  std::vector<model::Event> take(const model::Event& event);

 private:
  struct Watch {
    std::optional<Seconds> kept{};         ///< when the newest that is kept was seen, since the move began
    std::optional<model::Event> latest{};  ///< seen since, and not kept yet
  };
  std::map<VmUuid, Watch> watches_;
};

}  // namespace haxen::report

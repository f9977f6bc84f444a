// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the order in which a fleet is repaired: asked, judged, shown, agreed to, mended.
#pragma once

#include <optional>
#include <vector>

#include "executor/settings.hpp"
#include "repair/judge.hpp"

namespace haxen::repair {

/// The operator, as far as he is asked.
class Desk {
 public:
  virtual ~Desk() = default;
  virtual void show(const model::Anomalies& found) = 0;
  virtual bool agree(const model::Anomalies& found) = 0;
};

/// Everything that a repair works with. The referenced parts outlive it.
struct Context {
  executor::Connections& connections;
  Desk& desk;
  executor::Listener& listener;
  executor::StopSwitch& stop;
  OperationId operation;
};

enum class Ending {
  nothing_to_do,  ///< nothing that can be mended; the rest is among what was found
  declined,
  carried_out,
};

struct Ended {
  Ending how = Ending::nothing_to_do;
  model::Anomalies found;
  std::vector<model::MendOutcome> outcomes{};  ///< of each that was found; not started where it has no remedy
};

/// Repairs `fleet`, as it was surveyed just now, as far as `question` asks and the operator agrees. Each
/// remedy is checked once more at the moment of its doing, so a fleet that changes meanwhile only makes for
/// fewer deeds.
Task<Ended> repair(Context context, Question question, model::Fleet fleet);

}  // namespace haxen::repair

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows that one sign of life outweighs every word of death.
#include "model/death.hpp"

#include <algorithm>

namespace haxen::model {

DeathVerdict verdict(const std::vector<Testimony>& testimonies) {
  const auto says = [&](Sign sign) {
    return std::ranges::find(testimonies, sign, &Testimony::sign) != testimonies.end();
  };
  if (says(Sign::alive)) return DeathVerdict::refuted;
  return says(Sign::dead) ? DeathVerdict::proven : DeathVerdict::unproven;
}

}  // namespace haxen::model

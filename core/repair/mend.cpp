// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which deed belongs to which remedy.
#include "repair/mend.hpp"

#include <cassert>

#include "repair/copies.hpp"
#include "repair/upkeep.hpp"

namespace haxen::repair {

Task<model::MendOutcome> mend(Ground ground, model::Anomaly anomaly) {
  assert(anomaly.remedy);
  using enum model::RemedyKind;
  switch (anomaly.remedy->kind) {
    case resume: return repair::resume(std::move(ground), std::move(anomaly));
    case end_copy: return repair::end_copy(std::move(ground), std::move(anomaly));
    case undefine: return repair::undefine(std::move(ground), std::move(anomaly));
    case make_persistent: return repair::make_persistent(std::move(ground), std::move(anomaly));
    case finish_move: return repair::finish_move(std::move(ground), std::move(anomaly));
    case forget_origin: return repair::forget_origin(std::move(ground), std::move(anomaly));
    case release_claim: return repair::release_claim(std::move(ground), std::move(anomaly));
    case rest_cordon: break;
  }
  return repair::rest_cordon(std::move(ground), std::move(anomaly));
}

}  // namespace haxen::repair

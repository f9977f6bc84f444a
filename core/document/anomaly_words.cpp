// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the words by which documents call the enumerators of what is not as it should be.
#include "document/words.hpp"

namespace haxen::document {

std::string_view word(model::AnomalyKind kind) {
  switch (kind) {
    case model::AnomalyKind::running_twice: return "running_twice";
    case model::AnomalyKind::paused_beside: return "paused_beside";
    case model::AnomalyKind::paused_twice: return "paused_twice";
    case model::AnomalyKind::postcopy_failed: return "postcopy_failed";
    case model::AnomalyKind::left_over_copy: return "left_over_copy";
    case model::AnomalyKind::paused_by_migration: return "paused_by_migration";
    case model::AnomalyKind::half_received: return "half_received";
    case model::AnomalyKind::paused_on_the_way: return "paused_on_the_way";
    case model::AnomalyKind::unfinished_move: return "unfinished_move";
    case model::AnomalyKind::defined_twice: return "defined_twice";
    case model::AnomalyKind::transient: return "transient";
    case model::AnomalyKind::origin_unknown: return "origin_unknown";
    case model::AnomalyKind::untold: return "untold";
    case model::AnomalyKind::silent_node: return "silent_node";
    case model::AnomalyKind::stale_claim: return "stale_claim";
    case model::AnomalyKind::stale_cordon: return "stale_cordon";
    case model::AnomalyKind::overdue_cordon: return "overdue_cordon";
  }
  return {};
}

std::string_view word(model::Prospect prospect) {
  switch (prospect) {
    case model::Prospect::mendable: return "mendable";
    case model::Prospect::unproven: return "unproven";
    case model::Prospect::advice: return "advice";
  }
  return {};
}

std::string_view word(model::RemedyKind kind) {
  switch (kind) {
    case model::RemedyKind::resume: return "resume";
    case model::RemedyKind::end_copy: return "end_copy";
    case model::RemedyKind::undefine: return "undefine";
    case model::RemedyKind::make_persistent: return "make_persistent";
    case model::RemedyKind::finish_move: return "finish_move";
    case model::RemedyKind::forget_origin: return "forget_origin";
    case model::RemedyKind::release_claim: return "release_claim";
    case model::RemedyKind::rest_cordon: return "rest_cordon";
  }
  return {};
}

std::string_view word(model::Pause pause) {
  switch (pause) {
    case model::Pause::none: return "none";
    case model::Pause::by_migration: return "by_migration";
    case model::Pause::postcopy_failed: return "postcopy_failed";
    case model::Pause::otherwise: return "otherwise";
    case model::Pause::untold: return "untold";
  }
  return {};
}

std::string_view word(model::MendResult result) {
  switch (result) {
    case model::MendResult::mended: return "mended";
    case model::MendResult::over: return "over";
    case model::MendResult::failed: return "failed";
    case model::MendResult::not_started: return "not_started";
    case model::MendResult::unproven: return "unproven";
  }
  return {};
}

}  // namespace haxen::document

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how past operations are shown: many in a table, one in full.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/operation.hpp"
#include "report/documents.hpp"
#include "report/style.hpp"

namespace haxen::report {

enum class PastState {
  ended,
  under_way,  ///< its process lives, or is on another host
  cut_short,  ///< its process died; what it left is for the next run
};

struct Past {
  model::Operation operation;
  PastState state = PastState::ended;
  std::optional<std::vector<model::Entry>> entries{};  ///< none: they were not asked for
};

/// One row each, in the order given.
std::string history_screen(const std::vector<Past>& operations, const Style& style);

/// All that is known of one. Needs its entries.
std::string past_screen(const Past& past, const Style& style);

/// haxen/history/1
std::string history_document(const std::vector<Past>& operations, Form form);

}  // namespace haxen::report

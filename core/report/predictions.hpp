// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how what was foretold of past moves compares with what they took.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "document/model.hpp"
#include "report/style.hpp"

namespace haxen::report {

using document::Json;

/// One move that came to a good end, and for which a time had been foretold.
struct Prediction {
  std::string vm;
  std::string uuid;
  double expected = 0;  ///< seconds
  double took = 0;      ///< seconds
};

/// Those in a haxen/outcome/1, in its order; none in anything else.
std::vector<Prediction> predictions(const Json& outcome);

/// The mean of how far they were off, to either side, in seconds; none without any.
std::optional<double> mean_absolute_error(const std::vector<Prediction>& all);

/// "predicted times of 3 moves were off by 0.4 s on average"; empty without any.
std::string error_sentence(const std::vector<Prediction>& all);

/// A row each, and the sentence below them; empty without any.
std::string prediction_screen(const std::vector<Prediction>& all, const Style& style);

Json encode(const std::vector<Prediction>& all);

}  // namespace haxen::report

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows when each migration of an operation set up, copied and handed over.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/page_source.hpp"

namespace haxen::report {

/// One migration, in milliseconds since 1970.
struct Span {
  std::string vm;
  std::string uuid;
  std::string from;
  std::string to;
  std::int64_t began = 0;
  std::int64_t ended = 0;            ///< of one that has not: the newest event of all
  std::vector<std::size_t> looks{};  ///< events that tell how far its memory was
  std::string result{};              ///< empty: its end is not recorded
  std::optional<double> outage{};    ///< in seconds
};

std::vector<Span> spans(const PageSource& source);

}  // namespace haxen::report

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to keep a few lines at the bottom of a terminal up to date.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace haxen::report {

/// Returns what is to be written; writes nothing itself. The cursor stays at the end of the area's last line.
class Area {
 public:
  /// Takes the area away, so that something else can be written where it was.
  std::string erased(std::size_t screen_width);
  /// Puts these lines where the area was. Lines that would reach the screen's edge are cut.
  std::string drawn(const std::vector<std::string>& lines, std::size_t screen_width);

 private:
  std::vector<std::size_t> widths_;  // of the lines that stand there
};

}  // namespace haxen::report

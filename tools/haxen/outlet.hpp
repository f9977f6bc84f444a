// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to write to somebody who may have stopped reading, without waiting for him.
#pragma once

#include <string>
#include <string_view>

namespace haxen::program {

/// A terminal over a dead line takes no more characters and says nothing; whoever waits for it leaves the
/// migrations alone meanwhile. So what cannot be written at once is kept, and follows when it can be.
class Outlet {
 public:
  /// Writes to a standard stream that stays open.
  explicit Outlet(int stream);
  ~Outlet();
  Outlet(const Outlet&) = delete;
  Outlet& operator=(const Outlet&) = delete;

  /// Nothing waits to be written: a picture that is soon redrawn is of use only then.
  bool is_clear() const { return backlog_.empty(); }
  /// Never waits.
  void write(std::string_view text);
  /// Writes what was kept, waiting for the reader; drops it where he is gone.
  void flush();

 private:
  bool push();

  int stream_;
  int own_;  ///< the same file or terminal, opened so that a write does not wait; -1: there is no such way
  std::string backlog_;
};

}  // namespace haxen::program

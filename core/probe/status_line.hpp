// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the first line of an HTTP answer, however it was cut into pieces (RFC 9112, section 4).
#pragma once

#include <string>
#include <string_view>

namespace haxen::probe {

class StatusLine {
 public:
  enum class State { unfinished, complete, foreign };

  /// Takes what has come. `foreign`: it can be no status line any more; `complete`: it is one, with code().
  State take(std::string_view bytes);
  State state() const { return state_; }
  /// 100 to 999; 0 unless complete.
  int code() const { return code_; }

 private:
  State judge();

  std::string line_;
  State state_ = State::unfinished;
  int code_ = 0;
};

}  // namespace haxen::probe

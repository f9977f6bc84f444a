// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to run a program beside us so that it neither hears our terminal nor outlives its use.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace haxen::virt {

/// What becomes of what the program writes to its standard error.
enum class Complaints { dropped, joined };

/// A program in a session of its own, whose standard input and output are ours. When it goes, the program and
/// all that it started in that session are killed.
class Child {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// The first word is looked up in PATH. What cannot be started reads as one that ended at once.
  Child(const std::vector<std::string>& words, Complaints complaints);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// False when it takes no more.
  bool write(std::string_view text);
  /// Its next line, without the newline; none at its end, or when the time is up.
  std::optional<std::string> read_line(Time until);
  /// All that it has to say; none when the time is up before its end.
  std::optional<std::string> read_all(Time until);

 private:
  enum class Read { some, end, late };
  Read read_some(Time until);

  int fd_ = -1;
  pid_t pid_ = -1;
  std::string unread_;
};

}  // namespace haxen::virt

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a program is started beside us so that it hears nothing of our terminal.
#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

namespace haxen {

/// Open descriptors that become the program's own three.
struct Streams {
  int input = -1;
  int output = -1;
  int complaints = -1;
};

/// What came of it: a process, or the system's error number.
struct Spawned {
  pid_t pid = -1;
  int error = 0;
};

/// Starts the program in a session and process group of its own, with every signal as a program expects it.
/// The first word is looked up in PATH unless it holds a slash. `environment`: lines of "NAME=value" that
/// stand beside or in place of our own. No shell has a part in it.
Spawned spawn(const std::vector<std::string>& words, const Streams& streams,
              const std::vector<std::string>& environment = {});

}  // namespace haxen

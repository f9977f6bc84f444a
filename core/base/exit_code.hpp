// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the exit codes that scripts rely on.
#pragma once

namespace haxen {

enum class ExitCode : int {
  done = 0,           ///< done, also: nothing to do
  failed = 1,         ///< failed
  usage = 2,          ///< wrong use or configuration; nothing touched
  partial = 3,        ///< done in part; the rest runs where it was
  no_plan = 4,        ///< no acceptable plan; nothing touched, blockers listed
  unproven = 5,       ///< some VM's whereabouts are not proven
  busy = 6,           ///< another haxen holds the lock or the mark
  advised = 7,        ///< a change is advised (place --check)
  time_limit = 124,   ///< the time limit was reached
  interrupted = 130,  ///< interrupted cleanly
};

}  // namespace haxen

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how one hook is run.
#include "hooks/run.hpp"

namespace haxen::hooks {

Report run(const Call& call, const Interrupt& interrupt) {
  return haxen::run(Program{{call.hook.file.string()}, call.input, call.environment, call.limit}, interrupt);
}

}  // namespace haxen::hooks

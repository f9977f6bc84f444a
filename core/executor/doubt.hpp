// SPDX-License-Identifier: GPL-2.0-or-later
// Knows where else a VM may be that an interrupted move never told of.
#pragma once

#include <string>

#include "executor/connections.hpp"
#include "model/vm.hpp"

namespace haxen::executor {

/// Why nobody can say that `vm` is nowhere but at `from` or `to`: its pending move had another end, which has
/// it or does not answer. That a VM that runs is only defined there is no doubt of where it is. Empty where
/// there is none.
Task<std::string> doubt(Connections& connections, model::Vm vm, NodeName from, NodeName to);

}  // namespace haxen::executor

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows an event as it is written down.
#pragma once

#include "model/operation.hpp"

namespace haxen::program {

/// With its words for people and its line for scripts.
model::Entry entry_of(const model::Event& event);

}  // namespace haxen::program

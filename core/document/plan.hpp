// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a plan is written as JSON to be carried out later, and read back.
#pragma once

#include "document/cursor.hpp"
#include "document/model.hpp"
#include "model/plan.hpp"

namespace haxen::document {

/// All of the move but the VM's name, which only a fleet knows.
Json encode(const model::Move& move);
Json encode(const model::DiskCopy& copy);
Json encode(const model::ShutDown& shut_down);
Json encode(const model::Blocker& blocker);
Json encode(const model::Standing& standing);

// Each reads what encode() of the same type writes.
model::Move decode_move(const Cursor& from);
model::DiskCopy decode_copy(const Cursor& from);
model::ShutDown decode_shut_down(const Cursor& from);
model::Blocker decode_blocker(const Cursor& from);
model::Standing decode_standing(const Cursor& from);

/// A length of time in seconds; at most a hundred years.
Seconds decode_seconds(const Cursor& from);

}  // namespace haxen::document

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the values of the model are read back from JSON: the other half of document/model.hpp.
#pragma once

#include "document/cursor.hpp"
#include "model/fleet.hpp"

namespace haxen::document {

// Each reads what encode() of the same type writes, and reports to the cursor's damage what is missing or
// unsound. Fields that are not known are passed over: a later version of a schema may add some.
Fault decode_fault(const Cursor& from);
model::Mark decode_mark(const Cursor& from);
model::Disk decode_disk(const Cursor& from);
model::Hindrance decode_hindrance(const Cursor& from);
model::PendingMove decode_pending(const Cursor& from);
model::Policy decode_policy(const Cursor& from);
model::Image decode_image(const Cursor& from);
model::StoragePool decode_pool(const Cursor& from);
model::Node decode_node(const Cursor& from);
model::Vm decode_vm(const Cursor& from);
model::Rule decode_rule(const Cursor& from);

}  // namespace haxen::document

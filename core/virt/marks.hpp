// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a node holds one mark: as a libvirt secret without a value.
//
// libvirt overwrites a secret that is defined again with the same UUID, and refuses one with another UUID for
// the same usage (verified on 9.0.0). So a fresh random UUID under a fixed usage is a test-and-set, and only
// who read the UUID can change or remove the mark.
#pragma once

#include <optional>
#include <string>

#include "model/mark.hpp"
#include "virt/session.hpp"

namespace haxen::virt {

Result<std::optional<model::Mark>> read_mark(const Session& session);
Result<model::Mark> place_mark(const Session& session, model::Mark mark);
Result<void> rewrite_mark(const Session& session, const model::Mark& mark);
Result<void> remove_mark(const Session& session, const std::string& id);

}  // namespace haxen::virt

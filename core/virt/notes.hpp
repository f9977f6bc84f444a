// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what haxen keeps in a VM's own metadata.
#pragma once

#include <optional>

#include "base/names.hpp"
#include "model/vm.hpp"

namespace haxen::virt {

/// Travels with the VM.
struct Notes {
  std::optional<NodeName> origin;
  std::optional<model::PendingMove> pending;
  std::optional<model::WallTime> moved{};  ///< when a move of it last ended well
  friend bool operator==(const Notes&, const Notes&) = default;
};

}  // namespace haxen::virt

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what all nodes together tell of one VM.
#pragma once

#include <string>
#include <vector>

#include "model/anomaly.hpp"
#include "repair/knowledge.hpp"

namespace haxen::repair {

/// What a copy is, as far as it holds memory.
enum class Role {
  runs,
  left_paused,  ///< by a migration, which has ended, or held for its confirmed hand-over
  incoming,     ///< it has never run
  torn,         ///< a post-copy broke off: only a part of its memory is here
  stands,       ///< somebody paused it, or it sleeps
  untold,
};

Role role(const model::Copy& copy);

struct Dossier {
  VmUuid vm;
  VmName name;
  std::vector<model::Copy> active;  ///< by node
  std::vector<model::Copy> off;     ///< definitions, by node
  std::string untold;               ///< why a node did not tell how it is; empty where all did
};

/// By name, then UUID.
std::vector<Dossier> dossiers(const Knowledge& knowledge);

/// An anomaly of this VM, with all its copies.
model::Anomaly anomaly(const Dossier& of, model::AnomalyKind kind, model::Prospect prospect);

/// One that can be mended.
model::Anomaly mendable(const Dossier& of, model::AnomalyKind kind, model::RemedyKind remedy,
                        const NodeName& node);

/// Its one active copy, where it runs or stands as its owner wants; null where that is not so clear.
const model::Copy* sound_copy(const Dossier& of);

bool is_silent(const model::Fleet& fleet, const NodeName& node);

/// That an end of the move is no node of the fleet, in words; empty where both are.
std::string outside(const model::Fleet& fleet, const model::PendingMove& move);

}  // namespace haxen::repair

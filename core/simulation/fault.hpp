// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the faults that can be made to happen, as values and as words.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "async/loop.hpp"
#include "base/names.hpp"
#include "base/result.hpp"
#include "model/fleet.hpp"

namespace haxen::simulation {

/// The steps of a migration, after libvirt's protocol version 3.
enum class Phase { begin, prepare, perform, finish, confirm };

/// A moment of a step, seen from who does it: prepare and finish are done at the target, the others at the
/// source.
enum class Moment {
  before,    ///< whoever asks for it is about to
  at,        ///< it is being done; of perform: half of the first round is sent
  replying,  ///< it is done, and the answer has not left
  after,     ///< the answer has come
};

struct AtStep {
  Moment moment = Moment::at;
  Phase phase = Phase::perform;
  std::optional<VmName> vm{};  ///< none: whichever comes first
  friend bool operator==(const AtStep&, const AtStep&) = default;
};

struct AtTime {
  Duration since_start{};
  friend bool operator==(const AtTime&, const AtTime&) = default;
};

using Trigger = std::variant<AtStep, AtTime>;

/// A place in a fault's words: an end of the migration that set it off, its operator, or a node called by its
/// name.
struct Place {
  enum class Role { source, target, operators_host, node };
  Role role = Role::source;
  NodeName node{};
  friend bool operator==(const Place&, const Place&) = default;
};

struct RestartDaemon {
  Place at;
  friend bool operator==(const RestartDaemon&, const RestartDaemon&) = default;
};
struct KillQemu {  ///< of the VM of the trigger, or of `vm`
  Place at;
  std::optional<VmName> vm{};
  friend bool operator==(const KillQemu&, const KillQemu&) = default;
};
struct CutLink {
  Place a;
  Place b;
  std::optional<Duration> length{};  ///< none: for good
  friend bool operator==(const CutLink&, const CutLink&) = default;
};
struct KillClient {  ///< the haxen that set off the trigger, or all of them
  friend bool operator==(const KillClient&, const KillClient&) = default;
};
struct ExhaustMemory {  ///< a copy being received there is killed, and none can be started
  Place at;
  Duration length = std::chrono::minutes(1);
  friend bool operator==(const ExhaustMemory&, const ExhaustMemory&) = default;
};
struct PowerOffGuest {
  std::optional<VmName> vm{};
  friend bool operator==(const PowerOffGuest&, const PowerOffGuest&) = default;
};
struct CutPower {
  Place at;
  std::optional<Duration> length{};  ///< none: for good
  friend bool operator==(const CutPower&, const CutPower&) = default;
};
struct ForeignMove {  ///< somebody else migrates it, as virsh would
  VmName vm;
  NodeName to{};
  friend bool operator==(const ForeignMove&, const ForeignMove&) = default;
};
struct ForeignStop {  ///< somebody else destroys it
  VmName vm;
  friend bool operator==(const ForeignStop&, const ForeignStop&) = default;
};
struct ForeignPause {
  VmName vm;
  friend bool operator==(const ForeignPause&, const ForeignPause&) = default;
};

using Action = std::variant<RestartDaemon, KillQemu, CutLink, KillClient, ExhaustMemory, PowerOffGuest,
                            CutPower, ForeignMove, ForeignStop, ForeignPause>;

/// Happens once. Not to be mixed up with haxen::Fault, which is how a failure is told.
struct ScriptedFault {
  Trigger trigger;
  Action action;
  friend bool operator==(const ScriptedFault&, const ScriptedFault&) = default;
};

/// One fault a line, "WHEN: WHAT"; what follows a '#' is no part of it.
/// WHEN: `before|at|replying|after begin|prepare|perform|finish|confirm [of VM]`, or `at 12s` after the
/// start. WHAT: `restart daemon at PLACE` · `kill qemu [of VM] at PLACE` · `cut PLACE PLACE [for 40s]` ·
/// `kill haxen` · `exhaust memory at PLACE [for 60s]` · `power off guest [VM]` · `cut power at PLACE [for
/// 60s]` · `move VM to NODE` · `stop VM` · `pause VM`. PLACE: `source`, `target`, `operator` or a node's
/// name. Faults name the line.
Result<std::vector<ScriptedFault>> parse_faults(std::string_view text);

/// What parse_faults reads.
std::string to_string(const ScriptedFault& fault);

/// Refuses, with the fault and the name, where one of `faults` names a node or VM that `fleet` does not have.
Result<void> check_names(const std::vector<ScriptedFault>& faults, const model::Fleet& fleet);

std::string_view to_string(Phase phase);
std::string_view to_string(Moment moment);

}  // namespace haxen::simulation

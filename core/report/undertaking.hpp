// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a plan or an outcome is of, as far as a reader wants to be told.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/duration.hpp"
#include "base/exit_code.hpp"
#include "base/names.hpp"
#include "model/event.hpp"
#include "model/vm.hpp"

namespace haxen::report {

/// Whether the VMs' memory is encrypted on its way.
enum class Stream { unknown, plain, tls };

/// What becomes of VMs that cannot move.
enum class Blocked {
  hold_all,              ///< nothing moves
  stay,                  ///< they stay where they run
  shut_down,             ///< they are asked to shut down
  left,                  ///< as all that is still there in the end, they go on running
  shut_down_in_the_end,  ///< as all that is still there then, they are asked to shut down
  saved_in_the_end,      ///< as all that is still there then, they are saved to their node's disk
};

/// What becomes of the images that a move has copied.
enum class FormerImages { stay, removed };

struct Undertaking {
  std::string command;          ///< the subcommand: "drain"
  std::vector<NodeName> nodes;  ///< that it was given
  std::string fleet_file;       ///< its path
  std::optional<OperationId> operation{};
  Stream stream = Stream::unknown;
  Blocked blocked = Blocked::hold_all;
  FormerImages former_images = FormerImages::stay;
  std::optional<Milliseconds> max_outage{};  ///< instead of each VM's own budget
  std::vector<std::string> hooks{};          ///< the operator's own programs that are run: "before-vm/10-lb"
  std::optional<model::NamedVm> newcomer{};  ///< that is to be started
  std::vector<std::string> proofs{};         ///< how each lost node is proven dead, before anything starts
  bool simulated = false;                    ///< carried out on simulated hosts only
};

/// "drain node1 and node2", "simulated: drain node1"
std::string title(const Undertaking& of);

/// How long the VM may be away.
Milliseconds budget(const Undertaking& of, const model::Vm& vm);

/// How it ended.
struct Ending {
  std::optional<Seconds> elapsed{};  ///< from the agreement to the last proof
  ExitCode code = ExitCode::done;
};

}  // namespace haxen::report

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which of an operator's own programs are run at which stage of a change.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace haxen::hooks {

/// One program.
struct Hook {
  std::string name;  ///< its stage and file: "before-drain/10-silence"
  std::filesystem::path file;
  friend bool operator==(const Hook&, const Hook&) = default;
};

/// All of a hook directory, by stage; within one in the order in which they are run: that of their names'
/// bytes.
struct Hooks {
  std::map<std::string, std::vector<Hook>> stages;
  std::vector<std::string> ignored;  ///< what lies in a stage's folder and is not run, with the reason
};

/// The stages that there are, which are also the names of their folders: before and after each of the
/// commands that move VMs ("before-drain"), and before and after each VM ("before-vm").
const std::vector<std::string>& stage_names();

/// What is in the directory. Within a stage's folder regular files (or links to some) are hooks that this
/// user may execute, and whose names consist of letters, digits, '-' and '_', as run-parts has it. Refuses a
/// folder that is no stage's, and what others than root and this user could have put there. A fault of kind
/// `missing` where there is no such directory.
Result<Hooks> find_hooks(const std::filesystem::path& directory);

}  // namespace haxen::hooks

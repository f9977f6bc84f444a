// SPDX-License-Identifier: GPL-2.0-or-later
// Knows in which folders copied images find room as they are, but not as large as they can grow.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/names.hpp"
#include "model/plan.hpp"

namespace haxen::report {

struct Outgrown {
  NodeName node;
  std::string folder;
  Bytes available{};  ///< what its file system had left before the plan
  Bytes capacity{};   ///< of all that the plan copies there, once their guests have written to all of it
  std::vector<VmUuid> vms;
  friend bool operator==(const Outgrown&, const Outgrown&) = default;
};

/// By node and folder. Knows nothing of folders whose room nobody told, nor of the images that are there
/// already.
std::vector<Outgrown> outgrown(const model::Plan& plan);

}  // namespace haxen::report

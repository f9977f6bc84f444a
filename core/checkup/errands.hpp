// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how scripts are run by the shells of several nodes at once.
#pragma once

#include <string>
#include <vector>

#include "async/loop.hpp"
#include "base/duration.hpp"
#include "base/names.hpp"
#include "base/result.hpp"

namespace haxen::checkup {

struct Errand {
  NodeName node;
  std::string uri;  ///< how haxen reaches it
  std::string script;
};

/// How long each may take.
struct ErrandTime {
  Milliseconds connecting{};
  Milliseconds running{};
};

/// Runs each at its node and answers in the same order with what was printed. Refuses with `unsupported`
/// where the node has no shell that haxen reaches, with `failed` and the script's last words where that
/// failed, and as virt::Shell does.
Task<std::vector<Result<std::string>>> run_errands(Loop& loop, std::vector<Errand> errands, ErrandTime time);

}  // namespace haxen::checkup

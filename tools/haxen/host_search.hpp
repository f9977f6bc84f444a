// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which ways lead to some hosts: from here, and from one to the other.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/duration.hpp"
#include "base/result.hpp"
#include "checkup/candidates.hpp"
#include "model/node.hpp"

namespace haxen::program {

/// A host, and what was found out about it.
struct FoundHost {
  checkup::NamedHost named;
  std::vector<checkup::Way> ways;
  std::vector<Result<model::Node>> answers;  ///< one for each way
  std::optional<std::size_t> best;           ///< which way to go; none: none answers
  std::vector<checkup::Way> peer_ways;
  std::vector<checkup::Standing> standings;  ///< one for each peer way; all zero where nobody could be asked
  std::size_t best_peer = 0;

  const model::Node& node() const { return *answers[*best]; }
};

/// Tries all ways to all hosts side by side, then asks those that answer, and have a shell, for each other.
/// `deadline`: for each way, and for each question.
std::vector<FoundHost> search(const std::vector<std::string>& words, Milliseconds deadline);

}  // namespace haxen::program

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how precedence follows from what each move waits for.
#include "planner/audit_order.hpp"

namespace haxen::planner::auditing {
namespace {

/// Kahn's algorithm; shorter than the moves where there is a circle.
std::vector<std::size_t> topological(const std::vector<model::Move>& moves) {
  std::vector<std::size_t> awaited(moves.size());
  std::vector<std::vector<std::size_t>> followers(moves.size());
  std::vector<std::size_t> sequence;
  for (std::size_t i = 0; i < moves.size(); ++i) {
    awaited[i] = moves[i].after.size();
    for (const auto before : moves[i].after) followers[before].push_back(i);
    if (awaited[i] == 0) sequence.push_back(i);
  }
  for (std::size_t k = 0; k < sequence.size(); ++k)
    for (const auto next : followers[sequence[k]])
      if (--awaited[next] == 0) sequence.push_back(next);
  return sequence;
}

}  // namespace

std::optional<Precedence> Precedence::of(const std::vector<model::Move>& moves) {
  for (const auto& move : moves)
    for (const auto before : move.after)
      if (before >= moves.size()) return std::nullopt;
  Precedence result;
  result.sequence_ = topological(moves);
  if (result.sequence_.size() != moves.size()) return std::nullopt;
  const auto words = result.words_ = moves.size() / 64 + 1;
  result.rows_.resize(moves.size() * words);
  for (const auto i : result.sequence_)
    for (const auto before : moves[i].after) {
      for (std::size_t w = 0; w < words; ++w) result.rows_[i * words + w] |= result.rows_[before * words + w];
      result.rows_[i * words + before / 64] |= std::uint64_t{1} << (before % 64);
    }
  return result;
}

}  // namespace haxen::planner::auditing

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how testimonies become a proof, or a refusal in words.
#include "fencing/proof.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace haxen::fencing {

namespace {

using model::DeathVerdict;
using model::Sign;
using model::Testimony;
using Testimonies = std::vector<Testimony>;

std::string by_whom(const Testimony& told) {
  switch (told.kind) {
    case model::TestimonyKind::libvirt: return "from here";
    case model::TestimonyKind::peer: return fmt::format("from '{}'", told.witness);
    case model::TestimonyKind::fence: return fmt::format("by {}", told.witness);
    case model::TestimonyKind::operator_word: return "by the operator's word";
    case model::TestimonyKind::lease:
      return told.witness.empty() ? "by its lease"
                                  : fmt::format("by its lease, which '{}' reads", told.witness);
  }
  return "?";
}

std::string in_words(const Testimony& told) {
  return told.detail.empty() ? by_whom(told) : fmt::format("{}: {}", by_whom(told), told.detail);
}

const Testimony& first(const Testimonies& all, Sign sign) {
  return *std::ranges::find(all, sign, &Testimony::sign);
}

Fault seen(const NodeName& node, const Testimonies& all) {
  return {FaultKind::unproven,
          fmt::format("node '{}' is alive, seen {}; nothing was started", node,
                      in_words(first(all, Sign::alive))),
          fmt::format("if it is to go: 'haxen fence {} off', and once nobody sees it any more, this again",
                      node)};
}

Fault not_ended(const NodeName& node, const Testimonies& all) {
  std::string tried;
  for (const auto& told : all) tried += fmt::format("{}{}", tried.empty() ? "" : "; ", in_words(told));
  return {FaultKind::unproven,
          fmt::format("node '{}' is not proven to be dead{}{}; nothing was started", node,
                      tried.empty() ? "" : ": ", tried),
          fmt::format(
              "a [[node.fence]] that answers 'off' would prove it, a [node.lease] that the node has given "
              "up, or your own word after a look at the machine: --i-have-verified-it-is-off {}",
              node)};
}

class Inquest {
 public:
  Inquest(Loop& loop, Witnesses& witnesses, Hearing hearing)
      : loop_(loop), witnesses_(witnesses), hearing_(std::move(hearing)) {}

  Task<Result<void>> look(std::set<NodeName> nodes) {
    std::vector<Task<Testimonies>> looks;
    for (const auto& node : nodes) looks.push_back(witnesses_.look(node));
    const auto all_told = co_await all(loop_, std::move(looks));
    for (const auto& told : all_told) hear(told);
    auto told = all_told.begin();
    for (const auto& node : nodes) {
      if (model::verdict(*told) == DeathVerdict::refuted) co_return tl::unexpected(seen(node, *told));
      ++told;
    }
    co_return Result<void>{};
  }

  Task<Result<void>> end(std::set<NodeName> nodes) {
    for (const auto& each : nodes) {
      const auto node = each;
      const auto told = co_await witnesses_.end(node);
      hear(told);
      const auto verdict = model::verdict(told);
      if (verdict == DeathVerdict::refuted) co_return tl::unexpected(seen(node, told));
      if (verdict == DeathVerdict::unproven) co_return tl::unexpected(not_ended(node, told));
    }
    co_return Result<void>{};
  }

 private:
  void hear(const Testimonies& all) const {
    for (const auto& each : all) hearing_(each);
  }

  Loop& loop_;
  Witnesses& witnesses_;
  Hearing hearing_;
};

}  // namespace

Task<Result<void>> prove_dead(Loop& loop, Witnesses& witnesses, std::set<NodeName> nodes, Hearing hearing) {
  Inquest inquest(loop, witnesses, std::move(hearing));
  auto seen = co_await inquest.look(nodes);
  if (!seen) co_return seen;
  auto ended = co_await inquest.end(nodes);
  if (!ended) co_return ended;
  co_return co_await inquest.look(nodes);
}

}  // namespace haxen::fencing

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how it is told who says what of a node that may be dead.
#include <fmt/format.h>

#include "report/words.hpp"

namespace haxen::report {

namespace {

std::string of_lease(const model::Testimony& told) {
  const auto who = told.witness.empty() ? std::string() : " by " + told.witness;
  switch (told.sign) {
    case model::Sign::dead: return fmt::format("its lease is given up, as read{}: {}", who, told.detail);
    case model::Sign::alive:
      return fmt::format("its lease tells that it lives, as read{}: {}", who, told.detail);
    case model::Sign::silent:
      return fmt::format("its lease proves nothing yet, as read{}: {}", who, told.detail);
    case model::Sign::unknown: return fmt::format("its lease tells nothing, as read{}: {}", who, told.detail);
  }
  return "?";
}

}  // namespace

std::string sentence(const model::Testimony& told) {
  const auto detail = told.detail.empty() ? std::string() : ": " + told.detail;
  switch (told.kind) {
    case model::TestimonyKind::libvirt:
      return (told.sign == model::Sign::alive ? "it is seen from here" : "it does not answer") + detail;
    case model::TestimonyKind::peer:
      switch (told.sign) {
        case model::Sign::alive: return fmt::format("{} sees it{}", told.witness, detail);
        case model::Sign::dead:
        case model::Sign::silent: return fmt::format("{} does not see it{}", told.witness, detail);
        case model::Sign::unknown: return fmt::format("{} could not be asked{}", told.witness, detail);
      }
      return "?";
    case model::TestimonyKind::fence:
      switch (told.sign) {
        case model::Sign::dead: return fmt::format("{} has switched it off, and says so", told.witness);
        case model::Sign::alive: return fmt::format("{} says that it is on{}", told.witness, detail);
        case model::Sign::silent:
        case model::Sign::unknown: return fmt::format("{} did not switch it off{}", told.witness, detail);
      }
      return "?";
    case model::TestimonyKind::operator_word:
      return fmt::format("{} has verified that it is off", told.witness);
    case model::TestimonyKind::lease: return of_lease(told);
  }
  return "?";
}

}  // namespace haxen::report

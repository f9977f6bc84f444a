// SPDX-License-Identifier: GPL-2.0-or-later
// The words that documents use for enumerators, and the moments they write.
#include "document/words.hpp"

#include <doctest/doctest.h>
#include <set>
#include <string_view>

#include "document/time.hpp"

using namespace haxen;
using namespace std::chrono;

namespace {

// The number of words, each of which leads back to its enumerator and to no other.
template <class Enum>
int words_that_return() {
  std::set<std::string_view> seen;
  int value = 0;
  for (; !document::word(Enum{value}).empty(); ++value) {
    const auto word = document::word(Enum{value});
    CHECK(seen.insert(word).second);
    CHECK(document::from_word<Enum>(word) == Enum{value});
  }
  return value;
}

model::WallTime at(year_month_day day, seconds clock) { return sys_days{day} + clock; }

}  // namespace

TEST_CASE("every word leads back to its enumerator") {
  CHECK(words_that_return<FaultKind>() == static_cast<int>(FaultKind::failed) + 1);
  CHECK(words_that_return<model::Hypervisor>() == static_cast<int>(model::Hypervisor::test) + 1);
  CHECK(words_that_return<model::CpuFit>() == static_cast<int>(model::CpuFit::unknown) + 1);
  CHECK(words_that_return<model::MarkKind>() == static_cast<int>(model::MarkKind::claim) + 1);
  CHECK(words_that_return<model::RuleKind>() == static_cast<int>(model::RuleKind::direction) + 1);
  CHECK(words_that_return<model::RuleTime>() == static_cast<int>(model::RuleTime::at_every_step) + 1);
  CHECK(words_that_return<model::RelaxationKind>() == static_cast<int>(model::RelaxationKind::uncordon) + 1);
  CHECK(words_that_return<model::VmState>() == static_cast<int>(model::VmState::suspended) + 1);
  CHECK(words_that_return<model::DiskKind>() == static_cast<int>(model::DiskKind::empty) + 1);
  CHECK(words_that_return<model::ImageState>() == static_cast<int>(model::ImageState::present) + 1);
  CHECK(words_that_return<model::HindranceKind>() == static_cast<int>(model::HindranceKind::too_busy) + 1);
  CHECK(words_that_return<model::JobKind>() == static_cast<int>(model::JobKind::other) + 1);
  CHECK(words_that_return<model::Reason>() == static_cast<int>(model::Reason::excluded_target) + 1);
  CHECK(words_that_return<model::MoveKind>() == static_cast<int>(model::MoveKind::define) + 1);
  CHECK(words_that_return<model::MoveResult>() == static_cast<int>(model::MoveResult::unproven) + 1);
  CHECK(words_that_return<model::ShutDownResult>() == static_cast<int>(model::ShutDownResult::unproven) + 1);
  CHECK(words_that_return<model::Whereabouts>() == static_cast<int>(model::Whereabouts::unproven) + 1);
  CHECK(words_that_return<model::StopCause>() == static_cast<int>(model::StopCause::fault) + 1);
  CHECK(words_that_return<model::HookResult>() == static_cast<int>(model::HookResult::not_run) + 1);
  CHECK(words_that_return<model::AnomalyKind>() == static_cast<int>(model::AnomalyKind::overdue_cordon) + 1);
  CHECK(words_that_return<model::Prospect>() == static_cast<int>(model::Prospect::advice) + 1);
  CHECK(words_that_return<model::RemedyKind>() == static_cast<int>(model::RemedyKind::rest_cordon) + 1);
  CHECK(words_that_return<model::Pause>() == static_cast<int>(model::Pause::untold) + 1);
  CHECK(words_that_return<model::MendResult>() == static_cast<int>(model::MendResult::unproven) + 1);
}

TEST_CASE("a word that nobody knows is none") {
  CHECK(document::from_word<model::VmState>("Running") == std::nullopt);
  CHECK(document::from_word<model::VmState>("") == std::nullopt);
}

TEST_CASE("moments are written in UTC, with milliseconds only where they are known") {
  const auto time = at(2024y / February / 29, 9h + 8min + 7s);
  CHECK(document::rfc3339(time) == "2024-02-29T09:08:07Z");
  CHECK(document::rfc3339(model::Moment(time + 45ms)) == "2024-02-29T09:08:07.045Z");
  CHECK(document::rfc3339(at(1969y / December / 31, 23h)) == "1969-12-31T23:00:00Z");
}

TEST_CASE("moments are read with any offset and a fraction is dropped") {
  const auto time = at(2024y / February / 29, 9h + 8min + 7s);
  CHECK(document::from_rfc3339("2024-02-29T09:08:07Z") == time);
  CHECK(document::from_rfc3339("2024-02-29t09:08:07.999999z") == time);
  CHECK(document::from_rfc3339("2024-02-29 11:08:07+02:00") == time);
  CHECK(document::from_rfc3339("2024-02-28T23:38:07-09:30") == time);
}

TEST_CASE("what is no moment is none") {
  for (const auto* text : {"", "2024", "2023-02-29T00:00:00Z", "2024-13-01T00:00:00Z", "2024-01-01T24:00:00Z",
                           "2024-01-01T00:60:00Z", "2024-01-01T00:00:00", "2024-01-01T00:00:00.Z",
                           "2024-01-01T00:00:00Z ", "2024-01-01T00:00:00+1:00", "-024-01-01T00:00:00Z"}) {
    CAPTURE(text);
    CHECK(document::from_rfc3339(text) == std::nullopt);
  }
}

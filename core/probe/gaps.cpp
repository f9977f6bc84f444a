// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how gaps are cut out of the times of answers.
#include "probe/gaps.hpp"

#include <algorithm>

namespace haxen::probe {

void Gaps::begin(Instant at) { begin_ = last_ = last_answered_ = at; }

void Gaps::delayed(Span by) { own_delay_ = std::max(own_delay_, by); }

void Gaps::answer(Instant sent, Instant at) {
  if (!any_) {
    any_ = true;
    if (sent > begin_) close(sent, true);
  } else if (at > last_) {
    close(at, true);
  }
  last_ = std::max(last_, at);
  last_answered_ = std::max(last_answered_, sent);
}

void Gaps::end(Instant at) {
  // Where answers take longer than what is a gap, the last ones come after the end and say that there was
  // none.
  if (at - last_answered_ >= listed_from_ && at > last_) close(at, false);
}

Period Gaps::against_longest(Instant at) const {
  if (!longest_ || at < begin_ + std::chrono::round<Span>(longest_->began)) return Period::before;
  const auto end = begin_ + std::chrono::round<Span>(longest_->began + longest_->length);
  return at < end ? Period::during : Period::after;
}

void Gaps::close(Instant at, bool ended) {
  const model::Gap gap{last_ - begin_, at - last_, ended, own_delay_};
  own_delay_ = Span(0);
  if (!longest_ || gap.length > longest_->length) longest_ = gap;
  if (gap.length < listed_from_) return;
  ++count_;
  if (listed_.size() < most_) listed_.push_back(gap);
}

}  // namespace haxen::probe

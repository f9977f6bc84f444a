// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a histogram's buckets are numbered.
#include "probe/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace haxen::probe {

namespace {

// The eight leading bits are kept, the others dropped.
constexpr int kept_bits = 8;
constexpr std::uint64_t half = 1U << (kept_bits - 1);

std::size_t bucket_of(std::uint64_t value) {
  const int dropped = std::max(0, static_cast<int>(std::bit_width(value)) - kept_bits);
  return static_cast<std::size_t>(static_cast<std::uint64_t>(dropped) * half + (value >> dropped));
}

// The middle of what falls into it.
std::uint64_t value_of(std::size_t bucket) {
  if (bucket < 2 * half) return bucket;
  const auto dropped = bucket / half - 1;
  const auto kept = bucket - dropped * half;
  return (kept << dropped) + (std::uint64_t{1} << dropped) / 2;
}

}  // namespace

void Histogram::add(Span length) {
  length = std::max(length, Span(0));
  const auto bucket = bucket_of(static_cast<std::uint64_t>(length.count()));
  if (buckets_.size() <= bucket) buckets_.resize(bucket + 1);
  ++buckets_[bucket];
  ++count_;
  least_ = std::min(least_, length);
  most_ = std::max(most_, length);
}

void Histogram::add(const Histogram& other) {
  if (buckets_.size() < other.buckets_.size()) buckets_.resize(other.buckets_.size());
  for (std::size_t i = 0; i < other.buckets_.size(); ++i) buckets_[i] += other.buckets_[i];
  count_ += other.count_;
  least_ = std::min(least_, other.least_);
  most_ = std::max(most_, other.most_);
}

Span Histogram::quantile(double share) const {
  const auto rank = std::max(1.0, std::ceil(share * static_cast<double>(count_)));
  std::uint64_t seen = 0;
  std::size_t bucket = 0;
  for (; bucket + 1 < buckets_.size(); ++bucket) {
    seen += buckets_[bucket];
    if (static_cast<double>(seen) >= rank) break;
  }
  return std::clamp(Span(static_cast<Span::rep>(value_of(bucket))), least_, most_);
}

std::optional<model::Spread> Histogram::spread() const {
  if (count_ == 0) return std::nullopt;
  return model::Spread{quantile(0.50), quantile(0.99), most_};
}

}  // namespace haxen::probe

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows moments as documents write them: RFC 3339 in UTC.
#include "document/time.hpp"

#include <cctype>
#include <chrono>
#include <fmt/format.h>

namespace haxen::document {

namespace {

using namespace std::chrono;

/// Takes exactly `digits` digits off the front of `text`.
std::optional<int> number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(0, digits)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool skip(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<sys_days> date(std::string_view& text) {
  const auto y = number(text, 4);
  if (!y || !skip(text, "-")) return std::nullopt;
  const auto m = number(text, 2);
  if (!m || !skip(text, "-")) return std::nullopt;
  const auto d = number(text, 2);
  if (!d) return std::nullopt;
  const year_month_day day{year{*y}, month{static_cast<unsigned>(*m)},
                           std::chrono::day{static_cast<unsigned>(*d)}};
  if (!day.ok()) return std::nullopt;
  return sys_days{day};
}

std::optional<minutes> hours_and_minutes(std::string_view& text) {
  const auto h = number(text, 2);
  if (!h || *h > 23 || !skip(text, ":")) return std::nullopt;
  const auto m = number(text, 2);
  if (!m || *m > 59) return std::nullopt;
  return hours{*h} + minutes{*m};
}

bool skip_fraction(std::string_view& text) {
  if (!skip(text, ".")) return true;
  const auto digits = text.substr(0, text.find_first_not_of("0123456789")).size();
  text.remove_prefix(digits);
  return digits > 0;
}

/// What is to be subtracted to come to UTC.
std::optional<minutes> offset(std::string_view& text) {
  if (skip(text, "Zz")) return minutes{0};
  const bool west = !text.empty() && text.front() == '-';
  if (!skip(text, "+-")) return std::nullopt;
  const auto length = hours_and_minutes(text);
  if (!length) return std::nullopt;
  return west ? -*length : *length;
}

}  // namespace

std::string rfc3339(model::WallTime time) {
  const auto midnight = floor<days>(time);
  const year_month_day day{midnight};
  const hh_mm_ss clock{time - midnight};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string rfc3339(model::Moment time) {
  const auto whole = floor<seconds>(time);
  auto text = rfc3339(whole);
  text.pop_back();
  return fmt::format("{}.{:03}Z", text, (time - whole).count());
}

std::optional<model::WallTime> from_rfc3339(std::string_view text) {
  const auto day = date(text);
  if (!day || !skip(text, "Tt ")) return std::nullopt;
  const auto clock = hours_and_minutes(text);
  if (!clock || !skip(text, ":")) return std::nullopt;
  const auto second = number(text, 2);
  if (!second || *second > 60 || !skip_fraction(text)) return std::nullopt;
  const auto east = offset(text);
  if (!east || !text.empty()) return std::nullopt;
  return *day + *clock + seconds{*second} - *east;
}

}  // namespace haxen::document

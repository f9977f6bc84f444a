// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how moments and ages are told to a person.
#include "report/time.hpp"

#include <chrono>
#include <fmt/format.h>

#include "document/time.hpp"

namespace haxen::report {

namespace {

using namespace std::chrono;

std::string rough(seconds length) {
  const auto m = duration_cast<minutes>(length).count();
  if (m < 60) return fmt::format("{} min", m);
  if (m < 48 * 60) return fmt::format("{} h {:02} min", m / 60, m % 60);
  return fmt::format("{} days", m / (24 * 60));
}

}  // namespace

std::string minute(model::WallTime time) {
  auto text = document::rfc3339(time);
  text[10] = ' ';
  return text.substr(0, 16) + 'Z';
}

std::string relative(model::WallTime time, model::WallTime now) {
  if (time > now + 59s) return fmt::format("in {}", rough(time - now));
  if (time < now - 59s) return fmt::format("{} ago", rough(now - time));
  return "just now";
}

}  // namespace haxen::report

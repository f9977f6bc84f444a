// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how typed values stand in JSON.
#include "document/cursor.hpp"

#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "document/time.hpp"

namespace haxen::document {

namespace {

// RFC 6901: ~ and / are written as ~0 and ~1.
std::string escaped(const std::string& key) {
  std::string text;
  for (const char letter : key) {
    if (letter == '~')
      text += "~0";
    else if (letter == '/')
      text += "~1";
    else
      text += letter;
  }
  return text;
}

const Json& nothing() {
  static const Json null;
  return null;
}

}  // namespace

void Damage::report(const std::string& pointer, const std::string& complaint) {
  if (!first_) first_ = Fault{FaultKind::usage, fmt::format("at '{}': {}", pointer, complaint)};
}

Cursor Cursor::at(const std::string& key) const {
  const auto pointer = pointer_ + '/' + escaped(key);
  if (!value_->is_object()) expect("an object");
  const auto found = value_->is_object() ? value_->find(key) : value_->end();
  if (value_->is_object() && found == value_->end()) damage_->report(pointer, "is missing");
  return {found == value_->end() ? &nothing() : &*found, pointer, damage_};
}

Cursor Cursor::at_or_null(const std::string& key) const {
  const bool is_missing = value_->is_object() && !value_->contains(key);
  return is_missing ? Cursor(&nothing(), pointer_ + '/' + escaped(key), damage_) : at(key);
}

bool Cursor::is_null() const { return value_->is_null(); }

void Cursor::expect(const std::string& wanted) const {
  constexpr std::size_t longest = 40;
  auto seen = line(*value_);
  if (seen.size() > longest) seen = fmt::format("{} of {} characters", value_->type_name(), seen.size());
  complain(fmt::format("must be {}, not {}", wanted, seen));
}

std::string Cursor::text() const {
  if (const auto* text = value_->get_ptr<const Json::string_t*>()) return *text;
  expect("a text");
  return {};
}

std::string Cursor::nonempty() const {
  auto value = text();
  if (value.empty()) complain("must not be empty");
  return value;
}

bool Cursor::flag() const {
  if (const auto* flag = value_->get_ptr<const bool*>()) return *flag;
  expect("true or false");
  return false;
}

std::int64_t Cursor::integer(std::int64_t least, std::int64_t most) const {
  const auto too_large = value_->is_number_unsigned() && value_->get<std::uint64_t>() > std::uint64_t{1}
                                                                                            << 62;
  if (value_->is_number_integer() && !too_large) {
    const auto number = value_->get<std::int64_t>();
    if (number >= least && number <= most) return number;
  }
  expect(fmt::format("a whole number from {} to {}", least, most));
  return least;
}

double Cursor::number() const {
  constexpr double most = 1e15;
  const double value = value_->is_number() ? value_->get<double>() : -1;
  if (value >= 0 && value <= most) return value;
  expect("a number from 0 to 1e15");
  return 0;
}

int Cursor::whole() const {
  return static_cast<int>(integer(std::numeric_limits<int>::min(), std::numeric_limits<int>::max()));
}

Bytes Cursor::bytes() const { return {static_cast<std::uint64_t>(integer(0, std::int64_t{1} << 50))}; }

Bandwidth Cursor::bandwidth() const {
  const Bandwidth rate{number()};
  if (rate.bytes_per_second <= 0) complain("must be above zero");
  return rate;
}

Milliseconds Cursor::milliseconds() const {
  constexpr double longest = 86400.0 * 36500;
  const auto seconds = number();
  if (seconds <= longest) return Milliseconds(std::llround(seconds * 1000));
  expect("a length of time in seconds");
  return {};
}

model::WallTime Cursor::time() const {
  const auto written = text();
  const auto time = from_rfc3339(written);
  if (!time) expect("a time as in 2024-05-17T20:15:00Z");
  return time.value_or(model::WallTime{});
}

std::size_t Cursor::length() const {
  if (value_->is_array()) return value_->size();
  expect("a list");
  return 0;
}

Cursor Cursor::element(std::size_t index) const {
  return {&(*value_)[index], fmt::format("{}/{}", pointer_, index), damage_};
}

std::vector<std::string> Cursor::keys() const {
  std::vector<std::string> all;
  if (!value_->is_object())
    expect("an object");
  else
    for (const auto& [key, value] : value_->items()) all.push_back(key);
  return all;
}

}  // namespace haxen::document

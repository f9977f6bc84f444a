// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to take typed values out of a JSON document, and where in it something is wrong.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/duration.hpp"
#include "base/names.hpp"
#include "base/result.hpp"
#include "document/model.hpp"
#include "document/words.hpp"
#include "model/mark.hpp"

namespace haxen::document {

/// The first thing that was found wrong with a document.
class Damage {
 public:
  /// Keeps the first of all reports. `pointer` is an RFC 6901 JSON pointer.
  void report(const std::string& pointer, const std::string& complaint);
  bool found() const { return first_.has_value(); }
  /// Kind usage, "at '/vms/3/memory': complaint". Requires found().
  const Fault& first() const { return *first_; }

 private:
  std::optional<Fault> first_;
};

/// One value of a document and the pointer to it. Every reading gives a value of its type: where the document
/// does not hold one, it reports that and gives an empty one, so that a record is read in one go and the
/// damage asked for once at the end. Refers to the document and the damage, which outlive it.
class Cursor {
 public:
  Cursor(const Json& document, Damage& damage) : Cursor(&document, "", &damage) {}

  /// The member `key` of an object.
  Cursor at(const std::string& key) const;
  /// The same, and null where it is missing: of a member that documents did not have from the beginning.
  Cursor at_or_null(const std::string& key) const;

  std::string text() const;
  std::string text_or_null() const { return is_null() ? std::string() : text(); }  ///< null is the empty text
  std::string nonempty() const;
  bool flag() const;
  std::int64_t integer(std::int64_t least, std::int64_t most) const;
  double number() const;  ///< 0 to a thousand million million
  unsigned count() const { return static_cast<unsigned>(integer(0, std::numeric_limits<unsigned>::max())); }
  int whole() const;
  Bytes bytes() const;                ///< at most a pebibyte, so that sums over a fleet cannot overflow
  Bandwidth bandwidth() const;        ///< above zero
  Milliseconds milliseconds() const;  ///< from seconds; at most a hundred years
  model::WallTime time() const;

  template <class Tag>
  Named<Tag> name() const {
    return Named<Tag>(nonempty());
  }

  template <class Enum>
  Enum enumerator() const {
    const auto word = text();
    const auto value = from_word<Enum>(word);
    if (!value) complain("'" + word + "' is not one of the known words");
    return value.value_or(Enum{});
  }

  bool is_null() const;

  /// What `read` makes of the value, or none for null.
  template <class Read>
  auto optional(Read read) const -> std::optional<std::invoke_result_t<Read, const Cursor&>> {
    if (is_null()) return std::nullopt;
    return std::invoke(read, *this);
  }

  /// What `read` makes of each element of an array.
  template <class Read>
  auto list(Read read) const -> std::vector<std::invoke_result_t<Read, const Cursor&>> {
    std::vector<std::invoke_result_t<Read, const Cursor&>> values;
    for (std::size_t index = 0; index < length(); ++index)
      values.push_back(std::invoke(read, element(index)));
    return values;
  }

  /// What `read` makes of each member of an object.
  template <class Read>
  auto object(Read read) const -> std::map<std::string, std::invoke_result_t<Read, const Cursor&>> {
    std::map<std::string, std::invoke_result_t<Read, const Cursor&>> values;
    for (const auto& key : keys()) values.emplace(key, std::invoke(read, at(key)));
    return values;
  }

  void complain(const std::string& complaint) const { damage_->report(pointer_, complaint); }
  void expect(const std::string& wanted) const;  ///< complains that it is not what was wanted, but what it is

 private:
  Cursor(const Json* value, std::string pointer, Damage* damage)
      : value_(value), pointer_(std::move(pointer)), damage_(damage) {}

  std::size_t length() const;  ///< of an array; 0 with a complaint for anything else
  Cursor element(std::size_t index) const;
  std::vector<std::string> keys() const;

  const Json* value_;
  std::string pointer_;
  Damage* damage_;
};

}  // namespace haxen::document

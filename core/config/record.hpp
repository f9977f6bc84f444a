// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a table of the fleet file becomes a record, key by key in file order.
#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "config/reading.hpp"

namespace haxen::config {

/// One key that a table may hold, and the record with its value put in.
template <class Record>
struct Field {
  std::string key;
  std::function<Result<Record>(Record, const Entry&)> put;
};

template <class Record>
using Fields = std::vector<Field<Record>>;

/// Puts what `read` makes of the key's value where `member` (a member, or a function to a reference) is in
/// the record.
template <class Record, class Member, class T>
Field<Record> field(std::string key, Member member, Reading<T> read) {
  return {std::move(key),
          [member, read = std::move(read)](Record record, const Entry& entry) -> Result<Record> {
            auto value = read(entry);
            if (!value) return tl::unexpected(value.error());
            std::invoke(member, record) = std::move(*value);
            return record;
          }};
}

/// `initial` with every entry of the table put in. Refuses the first key in file order that is unknown or
/// ill-valued.
template <class Record>
Result<Record> read_record(const Table& table, const std::string& title, const Fields<Record>& fields,
                           Record initial) {
  for (const auto& entry : table) {
    const auto known = std::ranges::find(fields, entry.key, &Field<Record>::key);
    if (known == fields.end()) {
      std::vector<std::string> keys;
      for (const auto& each : fields) keys.push_back(each.key);
      const auto unknown = unknown_word("key", entry.key, keys);
      return refuse(entry.place, unknown.message + " in " + title, unknown.hint);
    }
    auto next = known->put(std::move(initial), entry);
    if (!next) return next;
    initial = std::move(*next);
  }
  return initial;
}

}  // namespace haxen::config

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the table of checks in a row.
#include "store/advice.hpp"

#include <utility>

namespace haxen::store {

namespace {

constexpr const char* schema =
    "CREATE TABLE IF NOT EXISTS advice (fleet TEXT PRIMARY KEY, checks INTEGER NOT NULL, last INTEGER NOT "
    "NULL)";

constexpr const char* one_more =
    "INSERT INTO advice VALUES (?, 1, ?) ON CONFLICT (fleet) DO UPDATE SET checks = checks + 1, last = "
    "excluded.last RETURNING checks";

}  // namespace

Result<Advice> Advice::open(const std::filesystem::path& directory) {
  auto database = Database::open_in(directory, "advice.sqlite");
  if (!database) return tl::unexpected(database.error());
  if (auto made = database->execute(schema); !made) return tl::unexpected(made.error());
  return Advice(std::move(*database));
}

Result<std::int64_t> Advice::found(const std::string& fleet, model::WallTime now) {
  auto statement = database_.prepare(one_more);
  if (!statement) return tl::unexpected(statement.error());
  const auto row = statement->bind(fleet).bind(std::int64_t{now.time_since_epoch().count()}).step();
  if (!row) return tl::unexpected(row.error());
  const auto checks = statement->integer(0);
  if (const auto ended = statement->step(); !ended) return tl::unexpected(ended.error());
  return checks;
}

Result<void> Advice::none(const std::string& fleet) {
  auto statement = database_.prepare("DELETE FROM advice WHERE fleet = ?");
  if (!statement) return tl::unexpected(statement.error());
  return statement->bind(fleet).run();
}

}  // namespace haxen::store

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the journal's tables.
#include "store/journal.hpp"

#include <fmt/format.h>
#include <utility>

namespace haxen::store {

namespace {

constexpr std::int64_t schema_version = 1;

constexpr const char* schema = R"(
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS operation (
  id TEXT PRIMARY KEY, command TEXT NOT NULL, subject TEXT NOT NULL, fleet TEXT NOT NULL, reason TEXT NOT NULL,
  host TEXT NOT NULL, boot_id TEXT NOT NULL, pid INTEGER NOT NULL, user TEXT NOT NULL,
  began INTEGER NOT NULL, agreed INTEGER NOT NULL DEFAULT 0, ended INTEGER, exit_code INTEGER,
  report TEXT NOT NULL DEFAULT '', document TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS entry (
  operation TEXT NOT NULL REFERENCES operation (id) ON DELETE CASCADE, time INTEGER NOT NULL,
  kind TEXT NOT NULL, vm TEXT NOT NULL, text TEXT NOT NULL, document TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS entry_of ON entry (operation);
CREATE TABLE IF NOT EXISTS pace (
  fleet TEXT NOT NULL, time INTEGER NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL,
  rate INTEGER NOT NULL, overhead INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS pace_of ON pace (fleet);
PRAGMA user_version = 1;
COMMIT;
)";

constexpr const char* columns =
    "SELECT id, command, subject, fleet, reason, host, boot_id, pid, user, began, ended, exit_code, report, "
    "document, agreed FROM operation ";

std::string operations(std::string_view which) { return fmt::format("{}WHERE {}", columns, which); }

std::int64_t seconds(model::WallTime time) { return time.time_since_epoch().count(); }
model::WallTime wall(std::int64_t count) { return model::WallTime(std::chrono::seconds(count)); }

Operation operation_in(const Statement& row) {
  Operation found;
  found.id = OperationId(row.text(0));
  found.command = row.text(1);
  found.subject = row.text(2);
  found.fleet = row.text(3);
  found.reason = row.text(4);
  found.holder = {row.text(5), row.text(6), row.integer(7), row.text(8)};
  found.began = wall(row.integer(9));
  if (const auto ended = row.integer_or_none(10)) found.ended = wall(*ended);
  if (const auto code = row.integer_or_none(11)) found.exit_code = static_cast<int>(*code);
  found.report = row.text(12);
  found.document = row.text(13);
  return found;
}

Entry entry_in(const Statement& row) {
  return {model::Moment(std::chrono::milliseconds(row.integer(0))), row.text(1), row.text(2), row.text(3),
          row.text(4)};
}

template <class T, class Read>
Result<std::vector<T>> all(Result<Statement> asked, Read read) {
  if (!asked) return tl::unexpected(asked.error());
  std::vector<T> found;
  while (true) {
    const auto row = asked->step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return found;
    found.push_back(read(*asked));
  }
}

constexpr const char* file_name = "journal.sqlite";

}  // namespace

Result<Journal> Journal::open(const std::filesystem::path& directory, std::size_t kept) {
  auto database = Database::open_in(directory, file_name);
  if (!database) return tl::unexpected(database.error());
  if (auto known = database->expect_version(schema_version, "journal"); !known)
    return tl::unexpected(known.error());
  if (auto made = database->execute("PRAGMA foreign_keys = ON"); !made) return tl::unexpected(made.error());
  if (auto made = database->execute(schema); !made) return tl::unexpected(made.error());
  return Journal(std::move(*database), kept);
}

Result<std::optional<Journal>> Journal::open_existing(const std::filesystem::path& directory) {
  auto database = Database::open_existing(directory / file_name);
  if (!database && database.error().kind == FaultKind::missing) return std::optional<Journal>();
  if (!database) return tl::unexpected(database.error());
  if (auto known = database->expect_version(schema_version, "journal"); !known)
    return tl::unexpected(known.error());
  return std::optional(Journal(std::move(*database), 0));
}

Result<void> Journal::run(std::string_view sql, std::string_view text) {
  auto statement = database_.prepare(sql);
  if (!statement) return tl::unexpected(statement.error());
  return statement->bind(text).run();
}

Result<void> Journal::prepare(const Operation& operation) {
  auto statement = database_.prepare(
      "INSERT INTO operation (id, command, subject, fleet, reason, host, boot_id, pid, user, began) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  if (!statement) return tl::unexpected(statement.error());
  const auto& holder = operation.holder;
  statement->bind(operation.id.str()).bind(operation.command).bind(operation.subject).bind(operation.fleet);
  statement->bind(operation.reason).bind(holder.host).bind(holder.boot_id).bind(holder.pid).bind(holder.user);
  if (auto done = statement->bind(seconds(operation.began)).run(); !done) return done;
  auto surplus = database_.prepare(
      "DELETE FROM operation WHERE rowid NOT IN (SELECT rowid FROM operation ORDER BY rowid DESC LIMIT ?)");
  if (!surplus) return tl::unexpected(surplus.error());
  return surplus->bind(static_cast<std::int64_t>(kept_)).run();
}

Result<void> Journal::agreed(const OperationId& id) {
  return run("UPDATE operation SET agreed = 1 WHERE id = ?", id.str());
}

Result<void> Journal::add(const OperationId& id, const Entry& entry) {
  auto statement = database_.prepare("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)");
  if (!statement) return tl::unexpected(statement.error());
  statement->bind(id.str()).bind(std::int64_t{entry.time.time_since_epoch().count()});
  return statement->bind(entry.kind).bind(entry.vm).bind(entry.text).bind(entry.document).run();
}

Result<void> Journal::end(const OperationId& id, model::WallTime when, std::optional<int> exit_code,
                          std::string_view report, std::string_view document) {
  auto statement = database_.prepare(
      "UPDATE operation SET ended = ?, exit_code = ?, report = ?, document = ? WHERE id = ?");
  if (!statement) return tl::unexpected(statement.error());
  const auto code = exit_code ? std::optional<std::int64_t>(*exit_code) : std::nullopt;
  return statement->bind(seconds(when)).bind(code).bind(report).bind(document).bind(id.str()).run();
}

Result<void> Journal::forget(const OperationId& id) {
  return run("DELETE FROM operation WHERE id = ? AND agreed = 0", id.str());
}

// Rates in bytes per second, lengths of time in milliseconds.
Result<void> Journal::add(const std::string& fleet, model::WallTime when, const model::PastPace& pace) {
  auto statement = database_.prepare("INSERT INTO pace VALUES (?, ?, ?, ?, ?, ?)");
  if (!statement) return tl::unexpected(statement.error());
  statement->bind(fleet).bind(seconds(when)).bind(pace.from.str()).bind(pace.to.str());
  statement->bind(static_cast<std::int64_t>(pace.rate.bytes_per_second));
  if (auto done = statement->bind(static_cast<std::int64_t>(pace.overhead.count() * 1e3)).run(); !done)
    return done;
  auto surplus = database_.prepare(
      "DELETE FROM pace WHERE fleet = ?1 AND rowid NOT IN (SELECT rowid FROM pace WHERE fleet = ?1 ORDER BY "
      "rowid DESC LIMIT 1000)");
  if (!surplus) return tl::unexpected(surplus.error());
  return surplus->bind(fleet).run();
}

Result<std::vector<model::PastPace>> Journal::paces(const std::string& fleet, std::size_t most) {
  auto asked = database_.prepare(
      "SELECT source, target, rate, overhead FROM pace WHERE fleet = ? ORDER BY rowid DESC LIMIT ?");
  if (asked) asked->bind(fleet).bind(static_cast<std::int64_t>(most));
  return all<model::PastPace>(std::move(asked), [](const Statement& row) {
    return model::PastPace{NodeName(row.text(0)), NodeName(row.text(1)),
                           Bandwidth{static_cast<double>(row.integer(2))},
                           Seconds(static_cast<double>(row.integer(3)) / 1e3)};
  });
}

Result<std::vector<Operation>> Journal::latest(std::size_t most) {
  // By the order of writing: several begin in one second, and clocks are set back.
  auto asked = database_.prepare(operations("agreed = 1 ORDER BY rowid DESC LIMIT ?"));
  if (asked) asked->bind(static_cast<std::int64_t>(most));
  return all<Operation>(std::move(asked), operation_in);
}

Result<Operation> Journal::find(std::string_view id) {
  auto asked = database_.prepare(operations("agreed = 1 AND substr(id, 1, length(?1)) = ?1"));
  if (asked) asked->bind(id);
  auto found = all<Operation>(std::move(asked), operation_in);
  if (!found) return tl::unexpected(found.error());
  if (found->size() == 1) return std::move(found->front());
  const auto named = "operation '" + std::string(id) + "'";
  if (found->empty())
    return fault(FaultKind::missing, named + " is not in the journal", "see 'haxen history'");
  return fault(FaultKind::missing, named + " may be any of several",
               "give more of its name; see 'haxen history'");
}

Result<std::vector<Entry>> Journal::entries(const OperationId& id) {
  auto asked = database_.prepare(
      "SELECT time, kind, vm, text, document FROM entry WHERE operation = ? ORDER BY rowid");
  if (asked) asked->bind(id.str());
  return all<Entry>(std::move(asked), entry_in);
}

Result<std::vector<Journal::Open>> Journal::open_ones() {
  return all<Open>(database_.prepare(operations("ended IS NULL ORDER BY rowid")), [](const Statement& row) {
    return Open{operation_in(row), row.integer(14) != 0};
  });
}

}  // namespace haxen::store

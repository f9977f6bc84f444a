// SPDX-License-Identifier: GPL-2.0-or-later
// Knows SQLite's C interface.
#include "store/database.hpp"

#include <sqlite3.h>
#include <sys/stat.h>

namespace haxen::store {

namespace {

// Another haxen writes for a few milliseconds; whoever holds the file longer than this hangs.
constexpr int patience_ms = 5000;

tl::unexpected<Fault> complaint(sqlite3* handle, const std::string& doing) {
  const auto* name = sqlite3_db_filename(handle, nullptr);
  return fault(FaultKind::failed,
               doing + " '" + std::string(name != nullptr ? name : "") + "': " + sqlite3_errmsg(handle));
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
void Database::Close::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }

Statement& Statement::bind(std::string_view text) {
  // A view of nothing has no address, which would make it a NULL.
  const auto* bytes = text.empty() ? "" : text.data();
  sqlite3_bind_text64(statement_.get(), ++bound_, bytes, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind(std::int64_t number) {
  sqlite3_bind_int64(statement_.get(), ++bound_, number);
  return *this;
}

Statement& Statement::bind(std::optional<std::int64_t> number) {
  if (number) return bind(*number);
  sqlite3_bind_null(statement_.get(), ++bound_);
  return *this;
}

Result<bool> Statement::step() {
  switch (sqlite3_step(statement_.get())) {
    case SQLITE_ROW: return true;
    case SQLITE_DONE:
      bound_ = 0;
      sqlite3_reset(statement_.get());
      return false;
    default: return complaint(sqlite3_db_handle(statement_.get()), "cannot read or write");
  }
}

Result<void> Statement::run() {
  const auto stepped = step();
  if (!stepped) return tl::unexpected(stepped.error());
  return {};
}

std::string Statement::text(int column) const {
  const auto* bytes = sqlite3_column_text(statement_.get(), column);
  if (bytes == nullptr) return {};
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return {reinterpret_cast<const char*>(bytes), size};
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }

std::optional<std::int64_t> Statement::integer_or_none(int column) const {
  if (sqlite3_column_type(statement_.get(), column) == SQLITE_NULL) return std::nullopt;
  return integer(column);
}

Result<Database> Database::open(const std::filesystem::path& file, int flags) {
  const auto mask = umask(S_IRWXG | S_IRWXO);
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
  umask(mask);
  Database database(handle);
  if (code != SQLITE_OK) {
    return fault(FaultKind::failed, "cannot open '" + file.string() + "': " +
                                        (handle != nullptr ? sqlite3_errmsg(handle) : "out of memory"));
  }
  sqlite3_busy_timeout(handle, patience_ms);
  return database;
}

Result<Database> Database::open(const std::filesystem::path& file) {
  return open(file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
}

Result<Database> Database::open_in(const std::filesystem::path& directory, const std::string& name) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) return fault(FaultKind::failed, "cannot make '" + directory.string() + "': " + error.message());
  return open(directory / name);
}

Result<Database> Database::open_existing(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) return fault(FaultKind::missing, "there is no '" + file.string() + "'");
  return open(file, SQLITE_OPEN_READONLY);
}

Result<void> Database::execute(const std::string& sql) {
  if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return complaint(handle_.get(), "cannot read or write");
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const auto size = static_cast<int>(sql.size());
  if (sqlite3_prepare_v2(handle_.get(), sql.data(), size, &statement, nullptr) != SQLITE_OK)
    return complaint(handle_.get(), "cannot read");
  return Statement(statement);
}

Result<std::int64_t> Database::version() {
  auto asked = prepare("PRAGMA user_version");
  if (!asked) return tl::unexpected(asked.error());
  const auto row = asked->step();
  if (!row) return tl::unexpected(row.error());
  return asked->integer(0);
}

Result<void> Database::expect_version(std::int64_t newest, const std::string& what) {
  const auto found = version();
  if (!found) return tl::unexpected(found.error());
  if (*found <= newest) return {};
  return fault(FaultKind::unsupported, "the " + what + " was written by a later haxen",
               "use that one, or move the " + what + " away");
}

Result<Transaction> Transaction::begin(Database& database) {
  if (auto begun = database.execute("BEGIN IMMEDIATE"); !begun) return tl::unexpected(begun.error());
  return Transaction(database);
}

Transaction::~Transaction() {
  if (database_ != nullptr) static_cast<void>(database_->execute("ROLLBACK"));
}

Result<void> Transaction::commit() {
  auto done = database_->execute("COMMIT");
  if (done) database_ = nullptr;
  return done;
}

}  // namespace haxen::store

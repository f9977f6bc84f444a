// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to talk to one SQLite file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace haxen::store {

/// One prepared statement. Refers to its database, which outlives it.
class Statement {
 public:
  /// Values go into the statement's question marks, from the first on.
  Statement& bind(std::string_view text);
  Statement& bind(std::int64_t number);
  Statement& bind(std::optional<std::int64_t> number);

  /// True: there is a row. False: there are no more, and the statement can be bound anew.
  Result<bool> step();
  /// For a statement without rows.
  Result<void> run();

  // Of the row, by column from 0 on.
  std::string text(int column) const;
  std::int64_t integer(int column) const;
  std::optional<std::int64_t> integer_or_none(int column) const;

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}

  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int bound_ = 0;
};

/// An open file. Faults name it, and what SQLite says.
class Database {
 public:
  /// Makes the file, readable to its owner only, where it is missing; its folder must be there.
  static Result<Database> open(const std::filesystem::path& file);
  /// The file of that name in a folder, which is made as well.
  static Result<Database> open_in(const std::filesystem::path& directory, const std::string& name);
  /// For a reader: `missing` where there is no such file.
  static Result<Database> open_existing(const std::filesystem::path& file);

  Result<void> execute(const std::string& sql);
  Result<Statement> prepare(std::string_view sql);
  /// What the database's user_version holds; 0 in a new file.
  Result<std::int64_t> version();
  /// Refuses one whose version is above `newest`: "the journal was written by a later haxen".
  Result<void> expect_version(std::int64_t newest, const std::string& what);

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  explicit Database(sqlite3* handle) : handle_(handle) {}
  static Result<Database> open(const std::filesystem::path& file, int flags);

  std::unique_ptr<sqlite3, Close> handle_;
};

/// What is written while it lives counts once it is committed, and otherwise never. Refers to its database.
class Transaction {
 public:
  /// Waits until nobody else writes.
  static Result<Transaction> begin(Database& database);
  ~Transaction();
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&& other) noexcept {
    std::swap(database_, other.database_);
    return *this;
  }
  Result<void> commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

}  // namespace haxen::store

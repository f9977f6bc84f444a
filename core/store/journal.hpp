// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the journal: every operation that was agreed to, what happened in it, and how it ended.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/names.hpp"
#include "base/result.hpp"
#include "model/operation.hpp"
#include "model/pace.hpp"
#include "store/database.hpp"

namespace haxen::store {

using model::Entry;
using model::Operation;

/// Its file is `journal.sqlite` in the state directory.
class Journal {
 public:
  /// Makes the folder and the file where they are missing. Refuses a file of a later haxen.
  /// Keeps the newest `kept` operations.
  static Result<Journal> open(const std::filesystem::path& directory, std::size_t kept = 1000);
  /// For a reader; none where there is no journal yet.
  static Result<std::optional<Journal>> open_existing(const std::filesystem::path& directory);

  /// Writes the operation down before it was agreed to. What this writes shows that the rest can be written.
  Result<void> prepare(const Operation& operation);
  Result<void> agreed(const OperationId& id);
  Result<void> add(const OperationId& id, const Entry& entry);
  Result<void> end(const OperationId& id, model::WallTime when, std::optional<int> exit_code,
                   std::string_view report, std::string_view document);
  /// One that nobody agreed to.
  Result<void> forget(const OperationId& id);

  /// How fast a migration of this fleet went. The newest 1000 of a fleet are kept.
  Result<void> add(const std::string& fleet, model::WallTime when, const model::PastPace& pace);
  /// Those of this fleet, the newest first.
  Result<std::vector<model::PastPace>> paces(const std::string& fleet, std::size_t most);

  /// Those that were agreed to, the newest first.
  Result<std::vector<Operation>> latest(std::size_t most);
  /// The one whose id it is, or begins so and is the only one; `missing` otherwise.
  Result<Operation> find(std::string_view id);
  Result<std::vector<Entry>> entries(const OperationId& id);
  /// Those without an end, agreed to or not, the oldest first.
  struct Open {
    Operation operation;
    bool agreed = false;
  };
  Result<std::vector<Open>> open_ones();

 private:
  Journal(Database database, std::size_t kept) : database_(std::move(database)), kept_(kept) {}
  Result<void> run(std::string_view sql, std::string_view text);

  Database database_;
  std::size_t kept_;
};

}  // namespace haxen::store

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how often in a row each fleet has been found in need of a change.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "model/mark.hpp"
#include "store/database.hpp"

namespace haxen::store {

/// Its file is `advice.sqlite` in the state directory.
class Advice {
 public:
  /// Makes the folder and the file where they are missing.
  static Result<Advice> open(const std::filesystem::path& directory);

  /// A check has found a change worth making: how many in a row have now, this one counted.
  Result<std::int64_t> found(const std::string& fleet, model::WallTime now);
  /// A check has found none: the row ends.
  Result<void> none(const std::string& fleet);

 private:
  explicit Advice(Database database) : database_(std::move(database)) {}

  Database database_;
};

}  // namespace haxen::store

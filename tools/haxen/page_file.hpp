// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how what happens becomes a page in a file.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "executor/settings.hpp"
#include "model/operation.hpp"
#include "report/excerpt.hpp"
#include "report/history.hpp"

namespace haxen::program {

/// Hears all that happens, passes it on, and keeps in memory what a page tells of it.
class Noting : public executor::Listener {
 public:
  explicit Noting(executor::Listener& next) : next_(next) {}
  void hear(const model::Happening& happening) override;
  const std::vector<model::Entry>& entries() const { return entries_; }

 private:
  executor::Listener& next_;
  report::Excerpt excerpt_;
  std::vector<model::Entry> entries_;
};

/// Before anything is done: refuses, with kind usage, a place where no file can be made. No file is fine.
Result<void> check_page(const std::string& file);
/// A whole page or none; what goes wrong is only told, since the work is done. No file: nothing is written.
void write_page(const std::string& file, const report::Past& past);

}  // namespace haxen::program

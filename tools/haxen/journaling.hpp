// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how an operation comes into the journal, and how only one at a time gets at a fleet from here.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "async/worker.hpp"
#include "executor/marks.hpp"
#include "executor/settings.hpp"
#include "migration/pace.hpp"
#include "report/excerpt.hpp"
#include "store/journal.hpp"
#include "store/lock.hpp"

namespace haxen::program {

/// How an operation ended, for the journal.
struct Conclusion {
  int exit_code = 0;
  std::string report;
  std::string document;
};

/// Hears all that happens, passes it on, and writes it down by the way: on a thread of its own, so that a
/// slow disk holds up no migration.
class Journaling : public executor::Listener {
 public:
  Journaling(Loop& loop, executor::Listener& next);

  /// What keeps others from changing the fleet meanwhile.
  enum class Hold {
    fleet,    ///< its lock
    nothing,  ///< the deed is one that may be done beside others
  };

  /// Before anything else: takes the fleet's lock, and writes the operation down. `busy` where another haxen
  /// has the lock, `failed` where the journal cannot be written. With the lock, says of each operation that
  /// has died what is known of it, and closes it.
  Result<void> open(const model::Operation& operation, const executor::Self& self, Hold hold = Hold::fleet);

  void hear(const model::Happening& happening) override;

  /// At the end, also of an operation that nobody agreed to.
  void close(const Conclusion& conclusion);

 private:
  using Deed = std::function<Result<void>(store::Journal&)>;

  Task<Result<void>> start(model::Operation operation, executor::Self self, Hold hold);
  Task<void> write(Deed deed);

  Loop& loop_;
  executor::Listener& next_;
  Worker worker_;
  std::optional<store::Lock> lock_;
  std::shared_ptr<store::Journal> journal_;
  OperationId operation_;
  std::string fleet_;
  migration::PaceMeter meter_;
  report::Excerpt excerpt_;
  bool agreed_ = false;
  bool complained_ = false;
};

/// How fast earlier migrations of this fleet went, as far as the journal tells.
migration::Paces past_paces(const std::string& fleet_file);

}  // namespace haxen::program

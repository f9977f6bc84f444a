// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what an operator may have done around each VM's move: the seam to his own programs.
#pragma once

#include "async/task.hpp"
#include "base/result.hpp"
#include "model/event.hpp"
#include "model/outcome.hpp"
#include "model/plan.hpp"

namespace haxen::executor {

/// What is passed outlives the task that it is passed to.
class Hooks {
 public:
  virtual ~Hooks() = default;
  /// A fault: this VM is left where it is, and why.
  virtual Task<Result<void>> before(const model::NamedVm& vm, const model::Move& move) = 0;
  virtual Task<Result<void>> before(const model::NamedVm& vm, const model::ShutDown& shut_down) = 0;
  /// Also after a fault of before(). What goes wrong is a warning, which it gives itself.
  virtual Task<void> after(const model::NamedVm& vm, const model::MoveOutcome& outcome) = 0;
  virtual Task<void> after(const model::NamedVm& vm, const model::ShutDownOutcome& outcome) = 0;
};

/// Nobody has anything done.
class NoHooks final : public Hooks {
 public:
  Task<Result<void>> before(const model::NamedVm&, const model::Move&) override { co_return Result<void>{}; }
  Task<Result<void>> before(const model::NamedVm&, const model::ShutDown&) override {
    co_return Result<void>{};
  }
  Task<void> after(const model::NamedVm&, const model::MoveOutcome&) override { co_return; }
  Task<void> after(const model::NamedVm&, const model::ShutDownOutcome&) override { co_return; }
};

}  // namespace haxen::executor

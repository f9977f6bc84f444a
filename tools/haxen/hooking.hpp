// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the operator's hooks are run around an operation, and what comes of what they say.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/config.hpp"
#include "executor/hooks.hpp"
#include "executor/settings.hpp"
#include "hooks/directory.hpp"
#include "hooks/run.hpp"
#include "model/operation.hpp"
#include "report/hooks.hpp"

namespace haxen::program {

/// Those of the fleet file's directory; none where it names none and there is no "hooks.d" beside it. Refuses
/// what hooks::find_hooks() refuses, and a directory that the file names and that is not there. Warns of what
/// lies there and is not run.
Result<hooks::Hooks> hooks_for(const config::Config& config, const std::string& fleet_file);

/// The names of those that belong to a command.
std::vector<std::string> names_of(const hooks::Hooks& hooks, const std::string& command);

/// Runs hooks, tells of each, and turns the word of those that come before something into a fault. Those end
/// when the operator says stop once; those that come after something end when he says it twice, and have five
/// seconds for a whole stage from then on.
class Hooking : public executor::Hooks {
 public:
  /// `limit`: for each hook. What is referred to outlives it, and it outlives the loop's last run.
  Hooking(Loop& loop, executor::StopSwitch& stop, executor::Listener& listener, hooks::Hooks hooks,
          Milliseconds limit, model::Operation operation);

  /// Before anything is marked. `plan`: haxen/plan/1.
  Task<Result<void>> before_all(std::string plan);
  /// At the end of whatever before_all() was called for. `outcome`: haxen/outcome/1, or empty.
  Task<void> after_all(std::string outcome);

  Task<Result<void>> before(const model::NamedVm& vm, const model::Move& move) override;
  Task<Result<void>> before(const model::NamedVm& vm, const model::ShutDown& shut_down) override;
  Task<void> after(const model::NamedVm& vm, const model::MoveOutcome& outcome) override;
  Task<void> after(const model::NamedVm& vm, const model::ShutDownOutcome& outcome) override;

  /// What went wrong in after-stages.
  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  struct Occasion {
    std::string stage;
    std::optional<report::HookVm> vm{};
    std::string plan{};
    std::string outcome{};
  };

  Task<Result<void>> run_before(Occasion occasion);
  Task<void> run_after(Occasion occasion);
  Task<model::HookEnded> run_one(hooks::Hook hook, Occasion occasion, Milliseconds limit,
                                 std::shared_ptr<hooks::Interrupt> interrupt);
  const std::vector<hooks::Hook>& hooks_of(const std::string& stage) const;
  Task<void> watch_stop();

  Loop& loop_;
  executor::StopSwitch& stop_;
  executor::Listener& listener_;
  hooks::Hooks hooks_;
  Milliseconds limit_;
  model::Operation operation_;
  std::shared_ptr<hooks::Interrupt> at_once_ = std::make_shared<hooks::Interrupt>();
  std::shared_ptr<hooks::Interrupt> at_last_ = std::make_shared<hooks::Interrupt>();
  std::shared_ptr<hooks::Interrupt> never_ = std::make_shared<hooks::Interrupt>();
  bool began_ = false;
  std::vector<std::string> warnings_;
};

}  // namespace haxen::program

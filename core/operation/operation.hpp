// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the one way by which anything is changed: plan, audit, show, agree, mark, look again, execute, clear
// up.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "async/loop.hpp"
#include "executor/connections.hpp"
#include "executor/marks.hpp"
#include "executor/settings.hpp"
#include "executor/stranded.hpp"
#include "model/event.hpp"
#include "model/fleet.hpp"
#include "model/outcome.hpp"
#include "model/plan.hpp"
#include "operation/fallback.hpp"
#include "operation/foresight.hpp"
#include "operation/on_blocked.hpp"

namespace haxen::operation {

/// What a command wants.
struct Wish {
  std::string command;  ///< "drain"
  std::function<model::Plan(const model::Fleet&)> plan;
  /// Every rule that carrying out the plan would break, in words; empty when it is clean.
  std::function<std::vector<std::string>(const model::Fleet&, const model::Plan&)> audit;
  /// What of the fleet is not as it was when the plan was made, in words; not set where plans are made anew.
  std::function<std::vector<std::string>(const model::Fleet&)> drift;
  std::set<NodeName> cordon;  ///< nodes that are cordoned from the agreement on, and stay so
  std::set<NodeName> reopen;  ///< nodes whose cordon ends with the agreement
  /// Of these, the ones whose guard lets no VM start since their last boot: they are admitted once nothing on
  /// them is stale.
  std::set<NodeName> shut{};
  std::set<NodeName> unasked{};  ///< of these, the ones whose guard cannot be asked, if there is one
  /// Nodes that do not answer, and whose VMs are to run elsewhere: proven to be dead before that, with a claim
  /// on all nodes that take VMs, so that nobody else does the same.
  std::set<NodeName> lost{};
  std::optional<model::NamedVm> newcomer{};  ///< a VM that is to be started, in no fleet yet
  std::string reason;
  std::optional<model::WallTime> until;
  OnBlocked on_blocked = OnBlocked::fail;
  Fallback fallback = Fallback::none;  ///< for what is still on the cordoned nodes when all moves have ended
  /// The cordoned nodes go down, whatever comes of it. They are cordoned before anything is planned, so that
  /// of several that go down together none chooses another; who holds a node meanwhile is waited for; and
  /// where nothing can be done in time, the fallback is.
  bool going_down = false;
};

/// A claim whose holder is dead.
struct StaleClaim {
  NodeName node;
  std::string id;
};

/// A VM that an interrupted run has left half done.
struct LooseEnd {
  model::Vm vm;
  executor::Stranded stranded = executor::Stranded::no;
  NodeName kept_on{};  ///< of what is to go: where the VM is
};

/// What there is to agree to.
struct Draft {
  /// Without the operation's own marks, those of the dead, and cordons to be reopened; and with what an
  /// interrupted hand-over left paused put in order.
  model::Fleet fleet;
  model::Plan plan;
  std::vector<LooseEnd> loose;  ///< to be put right before the first move
  std::vector<StaleClaim> stale;
  std::set<NodeName> unasked{};  ///< nodes that have something to purge, and whose guard cannot be asked
  bool remarks = false;          ///< a node is to be cordoned or reopened that is not so yet
  bool changed = false;          ///< not the first draft: the fleet changed after the agreement
};

/// The operator, and what stands between him and the operation.
class Desk {
 public:
  virtual ~Desk() = default;
  /// Asks all nodes again.
  virtual Task<Result<model::Fleet>> survey() = 0;
  virtual void show(const Draft& draft) = 0;
  virtual bool agree(const Draft& draft) = 0;
  /// Between the agreement and the first mark. A fault: nothing is to be done, and why.
  virtual Task<Result<void>> clear(const Draft&) { co_return Result<void>{}; }
  /// Tells the node's guard that VMs may start there again.
  virtual Task<Result<void>> admit(NodeName) { co_return Result<void>{}; }
  /// Between the marks and the look at the fleet that follows them, for a wish about lost nodes: makes certain
  /// that they are dead. A fault: the marks are taken back, and nothing is started.
  virtual Task<Result<void>> prove_dead(std::set<NodeName>, executor::Listener&) {
    co_return fault(FaultKind::unsupported, "nobody here can prove that a node is dead");
  }
  virtual model::WallTime now() = 0;
};

enum class Ending {
  nothing_to_do,
  blocked,      ///< no acceptable plan; nothing touched
  outdated,     ///< a plan made earlier fits the fleet no longer: see `changes`; nothing touched
  declined,     ///< shown, not agreed to; nothing touched
  vetoed,       ///< agreed to, not cleared: `fault` says why; nothing touched
  refused,      ///< `fault` says why; nothing touched
  carried_out,  ///< see the outcome
};

struct Ended {
  Ending how = Ending::nothing_to_do;
  Draft draft;
  model::Outcome outcome;
  std::optional<Fault> fault{};
  std::vector<std::string> changes{};  ///< since the plan was made, all of them
};

/// Everything that an operation works with. The referenced parts outlive it.
struct Context {
  Loop& loop;
  executor::Connections& connections;
  Desk& desk;
  executor::Listener& listener;
  executor::StopSwitch& stop;
  const executor::Settings& settings;
  const executor::Self& self;
  std::optional<OperationId> take_over{};
  Foresight* foresight = nullptr;  ///< null: nothing is measured
};

/// Carries out `wish`, starting from `fleet` as it was surveyed.
Task<Ended> operate(Context context, Wish wish, model::Fleet fleet);

}  // namespace haxen::operation

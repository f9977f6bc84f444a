// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the operator's hooks are told of a change, and how he is told of them.
#pragma once

#include <optional>
#include <string>

#include "model/event.hpp"
#include "model/operation.hpp"
#include "model/plan.hpp"

namespace haxen::report {

/// "hook 'before-vm/10-lb' passed in 0.2 s", or "… ended with status 1: not in this week", with the last line
/// that it wrote.
std::string sentence(const model::HookEnded& ended);

/// What is to be done to a VM, or was.
struct HookVm {
  model::NamedVm vm;
  std::string action;              ///< "move", "define" or "shut_down"
  NodeName from;                   ///< where it is, or was
  std::optional<NodeName> to;      ///< none where it is only shut down
  std::string result{};            ///< word of a model::MoveResult or ShutDownResult; empty before it is done
  std::optional<NodeName> node{};  ///< where it is then
  std::optional<Seconds> time{};
  std::optional<Seconds> outage{};
  std::string fault{};  ///< why it did not come to a good end
};

HookVm hook_vm(const model::NamedVm& vm, const model::Move& move);
HookVm hook_vm(const model::NamedVm& vm, const model::ShutDown& shut_down);
HookVm hook_vm(const model::NamedVm& vm, const model::MoveOutcome& outcome);
HookVm hook_vm(const model::NamedVm& vm, const model::ShutDownOutcome& outcome);

/// What the hooks of one stage are told.
struct HookCall {
  std::string stage;
  const model::Operation& operation;
  std::optional<HookVm> vm{};
  std::string plan{};     ///< haxen/plan/1 where there is one to tell
  std::string outcome{};  ///< haxen/outcome/1 where there is one to tell
};

/// haxen/hook/1, on one line.
std::string hook_document(const HookCall& call);

}  // namespace haxen::report

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the control connection of every node, and opens it again when it was lost.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "async/loop.hpp"
#include "base/names.hpp"
#include "base/result.hpp"
#include "virt/host.hpp"

namespace haxen::executor {

/// A fault after which the connection that gave it is of no more use.
inline bool is_lost(const Fault& fault) {
  return fault.kind == FaultKind::unreachable || fault.kind == FaultKind::late;
}

class Connections {
 public:
  Connections(Loop& loop, virt::Hosts& hosts) : loop_(loop), hosts_(hosts), opened_(loop) {}

  /// Takes a connection that is open already as the node's control connection.
  void adopt(const NodeName& node, std::shared_ptr<virt::Host> host) { lines_[node].host = std::move(host); }

  /// A connection of its own, for a migration.
  Task<Result<std::unique_ptr<virt::Host>>> open(NodeName node) { return hosts_.open(std::move(node)); }

  // The questions and deeds of virt::Host, over the node's control connection. When that turns out to be
  // lost, a new one is opened and the question put once more: each of them may be done twice. They are no
  // coroutines themselves, and take references only: g++ 12 destroys a lambda's captures twice where it
  // stands in a co_await expression.
  Task<Result<virt::Presence>> look(const NodeName& node, const VmUuid& vm);
  Task<Result<std::optional<model::Mark>>> read_mark(const NodeName& node);
  Task<Result<model::Mark>> place_mark(const NodeName& node, const model::Mark& mark);
  Task<Result<void>> rewrite_mark(const NodeName& node, const model::Mark& mark);
  Task<Result<void>> remove_mark(const NodeName& node, const std::string& id);
  Task<Result<void>> write_notes(const NodeName& node, const VmUuid& vm, const virt::Notes& notes);
  Task<Result<Milliseconds>> downtime_limit(const NodeName& node, const VmUuid& vm);
  Task<Result<void>> set_downtime_limit(const NodeName& node, const VmUuid& vm, Milliseconds limit);
  Task<Result<bool>> autostart(const NodeName& node, const VmUuid& vm);
  Task<Result<void>> set_autostart(const NodeName& node, const VmUuid& vm);
  Task<Result<model::JobSample>> job(const NodeName& node, const VmUuid& vm);
  Task<Result<void>> abort_job(const NodeName& node, const VmUuid& vm);
  Task<Result<std::optional<Seconds>>> completed_downtime(const NodeName& node, const VmUuid& vm);
  Task<Result<void>> resume(const NodeName& node, const VmUuid& vm);
  Task<Result<void>> shut_down(const NodeName& node, const VmUuid& vm);

 private:
  struct Line {
    std::shared_ptr<virt::Host> host;
    bool opening = false;
  };

  template <class T>
  using Question = std::function<Task<Result<T>>(virt::Host&)>;

  template <class T>
  Task<Result<T>> ask(NodeName node, Question<T> question);
  Task<Result<std::shared_ptr<virt::Host>>> control(NodeName node);
  void drop(const NodeName& node, const std::shared_ptr<virt::Host>& host);

  Loop& loop_;
  virt::Hosts& hosts_;
  Bell opened_;
  std::map<NodeName, Line> lines_;
};

}  // namespace haxen::executor

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the control connections of every node, and opens them again when they were lost.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

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
  void adopt(const NodeName& node, std::shared_ptr<virt::Host> host) {
    lines_[{node, {}}].host = std::move(host);
  }

  Loop& loop() { return loop_; }

  /// From now on questions about `vm` go over another connection to the node, which all of `line` share: a
  /// connection answers one question after the other, and the start of a VM may take seconds.
  void put_on_line(const NodeName& node, const VmUuid& vm, const VmUuid& line);

  /// A connection of its own, for a migration.
  Task<Result<std::unique_ptr<virt::Host>>> open(NodeName node) { return hosts_.open(std::move(node)); }

  // The questions and deeds of virt::Host, over the node's control connection. When that turns out to be
  // lost, a new one is opened and the question put once more: each of them may be done twice. A VM about
  // which no answer came in time gets a connection of its own from then on, so that none waits behind
  // another's hanging QEMU or storage. A node that let an opening wait is not tried again at once. They are
  // no coroutines themselves, and take references only: g++ 12 destroys a lambda's captures twice where it
  // stands in a co_await expression.
  Task<Result<virt::Presence>> look(const NodeName& node, const VmUuid& vm);
  Task<Result<std::map<VmUuid, std::string>>> definitions(const NodeName& node,
                                                          const std::vector<VmUuid>& vms);
  Task<Result<std::map<VmUuid, std::vector<std::string>>>> addresses(const NodeName& node,
                                                                     const std::vector<VmUuid>& vms);
  Task<Result<std::map<VmUuid, virt::MemoryUse>>> memory_use(const NodeName& node,
                                                             const std::vector<VmUuid>& vms);
  Task<Result<std::optional<model::Mark>>> read_mark(const NodeName& node);
  Task<Result<model::Mark>> place_mark(const NodeName& node, const model::Mark& mark);
  Task<Result<void>> rewrite_mark(const NodeName& node, const model::Mark& mark);
  Task<Result<void>> remove_mark(const NodeName& node, const std::string& id);
  Task<Result<virt::Notes>> read_notes(const NodeName& node, const VmUuid& vm);
  Task<Result<void>> write_notes(const NodeName& node, const VmUuid& vm, const virt::Notes& notes);
  Task<Result<Milliseconds>> downtime_limit(const NodeName& node, const VmUuid& vm);
  Task<Result<void>> set_downtime_limit(const NodeName& node, const VmUuid& vm, Milliseconds limit);
  Task<Result<bool>> autostart(const NodeName& node, const VmUuid& vm);
  Task<Result<void>> set_autostart(const NodeName& node, const VmUuid& vm);
  Task<Result<void>> clear_autostart(const NodeName& node, const VmUuid& vm);
  Task<Result<model::JobSample>> job(const NodeName& node, const VmUuid& vm);
  Task<Result<void>> abort_job(const NodeName& node, const VmUuid& vm);
  Task<Result<void>> start_postcopy(const NodeName& node, const VmUuid& vm);
  Task<Result<std::optional<Seconds>>> completed_downtime(const NodeName& node, const VmUuid& vm);
  Task<Result<void>> resume(const NodeName& node, const VmUuid& vm);
  Task<Result<void>> discard(const NodeName& node, const VmUuid& vm);
  Task<Result<void>> destroy_partial(const NodeName& node, const VmUuid& vm);
  Task<Result<void>> undefine(const NodeName& node, const VmUuid& vm);
  Task<Result<void>> make_persistent(const NodeName& node, const VmUuid& vm);
  Task<Result<void>> shut_down(const NodeName& node, const VmUuid& vm);
  Task<Result<void>> define(const NodeName& node, const virt::Definition& definition);
  Task<Result<void>> start(const NodeName& node, const VmUuid& vm);
  Task<Result<void>> make_image(const NodeName& node, const virt::ImageOrder& order);
  Task<Result<void>> remove_image(const NodeName& node, const std::string& path);

 private:
  struct Line {
    std::shared_ptr<virt::Host> host;
    bool opening = false;
  };

  template <class T>
  using Question = std::function<Task<Result<T>>(virt::Host&)>;

  struct Silence {
    Time until{};
    Fault fault;
  };
  using Key = std::pair<NodeName, std::optional<VmUuid>>;

  template <class T>
  Task<Result<T>> ask(NodeName node, std::optional<VmUuid> about, Question<T> question);
  Key key(const NodeName& node, const std::optional<VmUuid>& about) const;
  Task<Result<std::shared_ptr<virt::Host>>> control(Key key);
  Task<Result<std::unique_ptr<virt::Host>>> try_to_open(NodeName node);
  void drop(const Key& key, const std::shared_ptr<virt::Host>& host);

  Loop& loop_;
  virt::Hosts& hosts_;
  Bell opened_;
  std::map<Key, Line> lines_;
  std::map<Key, VmUuid> apart_;  // VMs whose line is another than the node's
  std::map<NodeName, Silence> silent_;
};

}  // namespace haxen::executor

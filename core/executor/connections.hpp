// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the control connection of every node, and opens it again when it was lost.
#pragma once

#include <functional>
#include <map>
#include <memory>

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

  /// Asks over the node's control connection. When that turns out to be lost, a new one is opened and the question asked
  /// once more: only for questions and deeds that may be done twice.
  template <class T>
  Task<Result<T>> ask(NodeName node, std::function<Task<Result<T>>(virt::Host&)> question) {
    Result<T> answer = fault(FaultKind::unreachable, "");
    for (int attempt = 0; attempt < 2; ++attempt) {
      auto host = co_await control(node);
      if (!host) co_return tl::unexpected(host.error());
      const std::shared_ptr<virt::Host> held = *host;
      answer = co_await question(*held);
      if (answer || !is_lost(answer.error())) co_return answer;
      drop(node, held);
    }
    co_return answer;
  }

 private:
  struct Line {
    std::shared_ptr<virt::Host> host;
    bool opening = false;
  };

  Task<Result<std::shared_ptr<virt::Host>>> control(NodeName node);
  void drop(const NodeName& node, const std::shared_ptr<virt::Host>& host);

  Loop& loop_;
  virt::Hosts& hosts_;
  Bell opened_;
  std::map<NodeName, Line> lines_;
};

}  // namespace haxen::executor

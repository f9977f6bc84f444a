// SPDX-License-Identifier: GPL-2.0-or-later
// Knows where else a VM may be.
#include "executor/doubt.hpp"

#include <fmt/format.h>
#include <vector>

namespace haxen::executor {

Task<std::string> doubt(Connections& connections, model::Vm vm, NodeName from, NodeName to) {
  if (!vm.pending) co_return std::string();
  std::string why;
  const std::vector<NodeName> ends{vm.pending->from, vm.pending->to};
  for (const auto& node : ends) {
    if (node == from || node == to) continue;
    const auto seen = co_await connections.look(node, vm.uuid);
    const bool matters = !model::is_active(vm.state) || (seen && model::is_active(seen->state));
    if (seen && !(seen->defined && matters)) continue;
    why = fmt::format("vm '{}': an interrupted move may have left it on node '{}' too: {}", vm.name, node,
                      seen ? std::string("it is there") : seen.error().message);
  }
  co_return why;
}

}  // namespace haxen::executor

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows when a control connection is opened, by whom, and when it is dropped.
#include "executor/connections.hpp"

namespace haxen::executor {

Task<Result<std::shared_ptr<virt::Host>>> Connections::control(NodeName node) {
  // std::map keeps references valid; nothing is ever erased.
  Line& line = lines_[node];
  while (line.opening) co_await opened_;
  if (line.host) co_return line.host;
  line.opening = true;
  auto host = co_await hosts_.open(node);
  line.opening = false;
  opened_.ring();
  if (!host) co_return tl::unexpected(host.error());
  line.host = std::move(*host);
  co_return line.host;
}

void Connections::drop(const NodeName& node, const std::shared_ptr<virt::Host>& host) {
  auto& line = lines_[node];
  if (line.host == host) line.host = nullptr;
}

}  // namespace haxen::executor

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a connection gets its thread.
#include "virt/libvirt_hosts.hpp"

#include <fmt/format.h>

#include "virt/event_loop.hpp"
#include "virt/libvirt_host.hpp"

namespace haxen::virt {

LibvirtHosts::LibvirtHosts(Loop& loop, const std::vector<Endpoint>& endpoints) : loop_(loop) {
  start_event_loop();
  auto by_name = std::make_shared<std::map<NodeName, Endpoint>>();
  for (const auto& endpoint : endpoints) by_name->emplace(endpoint.name, endpoint);
  endpoints_ = std::move(by_name);
}

Task<Result<std::unique_ptr<Host>>> LibvirtHosts::open(NodeName node) {
  const auto endpoint = endpoints_->find(node);
  if (endpoint == endpoints_->end()) co_return fault(FaultKind::missing, fmt::format("no node '{}'", node));
  const auto subject = fmt::format("node '{}'", node);
  auto worker = std::make_unique<Worker>(loop_, subject);
  auto session = std::make_shared<Session>();
  session->endpoint = endpoint->second;
  std::function<Result<void>()> job = [session, subject] {
    return connect(*session).map_error([&subject](Fault why) { return about(subject, std::move(why)); });
  };
  auto opening = worker->call<void>(std::move(job), endpoint->second.connect_deadline);
  const auto opened = co_await opening;
  if (!opened) co_return tl::unexpected(opened.error());
  co_return std::make_unique<LibvirtHost>(loop_, std::move(worker), std::move(session), endpoints_);
}

}  // namespace haxen::virt

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows one open connection to a node's libvirt, as the thread that uses it sees it.
#pragma once

#include <chrono>
#include <libvirt/libvirt.h>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/names.hpp"
#include "base/result.hpp"
#include "model/node.hpp"
#include "virt/endpoint.hpp"
#include "virt/lifecycle_watch.hpp"

namespace haxen::virt {

/// CPU time used up to a moment, in nanoseconds.
struct CpuClock {
  std::chrono::steady_clock::time_point at{};
  unsigned long long busy = 0;
};

/// Belongs to one worker thread. Must be closed there: libvirt's close waits for a peer that hangs, so a
/// session that nobody could close is left open until the process ends.
struct Session {
  Endpoint endpoint;
  virConnectPtr connection = nullptr;
  bool read_only = false;  ///< this user may look, but not touch
  model::Hypervisor hypervisor = model::Hypervisor::unknown;
  std::string host_cpu;                   ///< the <cpu> of the node's capabilities; empty until it was asked
  std::shared_ptr<LifecycleWatch> watch;  ///< of a VM that is to begin to run
  std::optional<CpuClock> node_clock;     ///< at the last observation
  std::map<std::string, CpuClock> vm_clocks;  ///< likewise, by UUID
};

/// Opens a connection, within three quarters of the endpoint's deadline where the node does not even answer
/// TCP, and read-only where the node refuses more. Nothing ever asks a question at the terminal.
Result<void> connect(Session& session);

void close(Session& session);

}  // namespace haxen::virt

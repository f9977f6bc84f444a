// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the key by which model::Vm::cpu says what a VM asks of a node's emulator and CPU.
#pragma once

#include <string>

#include "base/result.hpp"

namespace haxen::virt {

/// What must be there for a VM to run. The key is its text: equal demands have equal keys.
struct CpuDemand {
  std::string type;  ///< virtualization type: "kvm", "qemu", "xen"
  std::string emulator;
  std::string arch;
  std::string machine;
  std::string cpu;  ///< the <cpu> element in the form that libvirt would send with a migration; may be empty
  /// The <cpu> of the host that it runs on, where only an equal one will do: for host-passthrough, and under
  /// Xen, whose driver compares no CPUs.
  std::string host_cpu;
  friend bool operator==(const CpuDemand&, const CpuDemand&) = default;
};

/// `domain` is a domain's XML (migratable where it is active), `host_cpu` the node's own <cpu>.
CpuDemand cpu_demand(const std::string& domain, const std::string& host_cpu);

std::string to_key(const CpuDemand& demand);
Result<CpuDemand> from_key(const std::string& key);

}  // namespace haxen::virt

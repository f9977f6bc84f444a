// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a running VM costs its node beside the guest's own memory.
#pragma once

#include "base/bytes.hpp"

namespace haxen::virt {

/// A QEMU process: 30 MiB, 8 MiB per virtual CPU, page tables of 1/512 of the guest's memory, and the video
/// memory. These are the terms for the QEMU process in KubeVirt's GetMemoryOverhead
/// (pkg/virt-controller/services), without those for its own pods and daemons. An estimate, kept on the safe
/// side for KVM; what QEMU really holds depends on its devices.
inline Bytes qemu_overhead(Bytes memory, unsigned vcpus, Bytes video) {
  return mib(30) + mib(8 * std::uint64_t{vcpus}) + Bytes{memory.count / 512} + video;
}

/// What the hypervisor sets aside for a guest: 1 MiB per virtual CPU and 8 KiB per MiB of memory, as
/// libxl_get_required_shadow_memory (Xen 4.17) has it, plus libxl's slack of 1 MiB.
inline Bytes xen_overhead(Bytes memory, unsigned vcpus) {
  return mib(1) + mib(std::uint64_t{vcpus}) + Bytes{memory.count / 128};
}

}  // namespace haxen::virt

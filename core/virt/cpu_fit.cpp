// SPDX-License-Identifier: GPL-2.0-or-later
// Knows libvirt's calls that compare CPUs.
#include "virt/cpu_fit.hpp"

#include <pugixml.hpp>

#include "virt/cpu_key.hpp"
#include "virt/handle.hpp"
#include "virt/node_xml.hpp"

namespace haxen::virt {

namespace {

const char* or_null(const std::string& text) { return text.empty() ? nullptr : text.c_str(); }

Result<void> ask_for_machine(const Session& session, const CpuDemand& demand) {
  const auto answer =
      text_of("machine", virConnectGetDomainCapabilities(session.connection, or_null(demand.emulator),
                                                         or_null(demand.arch), or_null(demand.machine),
                                                         or_null(demand.type), 0));
  if (answer) return {};
  auto why = answer.error();
  if (why.kind == FaultKind::failed) why.kind = FaultKind::missing;
  return tl::unexpected(why);
}

/// Asked once in a session; the CPU of a running host does not change.
void learn_host_cpu(Session& session) {
  if (!session.host_cpu.empty()) return;
  const auto xml = text_of("capabilities", virConnectGetCapabilities(session.connection));
  if (xml) session.host_cpu = read_capabilities(*xml).host_cpu;
}

model::CpuFit compare(const Session& session, const CpuDemand& demand) {
  if (demand.cpu.empty()) return model::CpuFit::fit;
  const int answer =
      virConnectCompareHypervisorCPU(session.connection, or_null(demand.emulator), or_null(demand.arch),
                                     or_null(demand.machine), or_null(demand.type), demand.cpu.c_str(), 0);
  switch (answer) {
    case VIR_CPU_COMPARE_INCOMPATIBLE: return model::CpuFit::unfit;
    case VIR_CPU_COMPARE_IDENTICAL:
    case VIR_CPU_COMPARE_SUPERSET: return model::CpuFit::fit;
    default: break;  // an int in the C interface; -1 is an error
  }
  return take_complaint().code == VIR_ERR_CPU_INCOMPATIBLE ? model::CpuFit::unfit : model::CpuFit::unknown;
}

std::string model_of(const std::string& host_cpu) {
  pugi::xml_document document;
  document.load_buffer(host_cpu.data(), host_cpu.size());
  const auto cpu = document.child("cpu");
  return std::string(cpu.child("vendor").text().get()) + " " + cpu.child("model").text().get();
}

}  // namespace

model::CpuFit compare_hosts(const std::string& wanted, const std::string& present) {
  if (wanted.empty() || present.empty()) return model::CpuFit::unknown;
  if (wanted == present) return model::CpuFit::fit;
  return model_of(wanted) == model_of(present) ? model::CpuFit::unknown : model::CpuFit::unfit;
}

Result<model::CpuFit> judge_cpu(Session& session, const std::string& key) {
  if (key.empty()) return model::CpuFit::fit;
  const auto demand = from_key(key);
  if (!demand) return tl::unexpected(demand.error());
  if (auto machine = ask_for_machine(session, *demand); !machine) return tl::unexpected(machine.error());
  if (session.hypervisor == model::Hypervisor::qemu && demand->host_cpu.empty())
    return compare(session, *demand);
  learn_host_cpu(session);
  return compare_hosts(demand->host_cpu, session.host_cpu);
}

}  // namespace haxen::virt

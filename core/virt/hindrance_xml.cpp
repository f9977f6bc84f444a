// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the elements that stand for each hindrance.
#include "virt/hindrance_xml.hpp"

#include <fmt/format.h>
#include <string>
#include <string_view>

namespace haxen::virt {

namespace {

using model::HindranceKind;
using pugi::xml_node;

class Finding {
 public:
  void add(HindranceKind kind, std::string detail) { found_.push_back({kind, std::move(detail)}); }
  std::vector<model::Hindrance> take() { return std::move(found_); }

 private:
  std::vector<model::Hindrance> found_;
};

std::string_view type_of(const xml_node& node) { return node.attribute("type").value(); }

// libvirt itself unplugs the transient half of a teaming pair for a migration and plugs in another at the
// target.
bool is_unplugged_for_moves(const xml_node& device) {
  return type_of(device.child("teaming")) == "transient";
}

std::string device_name(const xml_node& source) {
  const auto address = source.child("address");
  if (const std::string_view uuid = address.attribute("uuid").value(); !uuid.empty())
    return std::string(uuid);
  const auto part = [&](const char* name) { return address.attribute(name).as_uint(0); };
  if (address.attribute("slot")) {
    return fmt::format("{:04x}:{:02x}:{:02x}.{:x}", part("domain"), part("bus"), part("slot"),
                       part("function"));
  }
  if (const auto vendor = source.child("vendor")) {
    return fmt::format("{:04x}:{:04x}", vendor.attribute("id").as_uint(0),
                       source.child("product").attribute("id").as_uint(0));
  }
  if (address.attribute("device")) return fmt::format("{}.{}", part("bus"), part("device"));
  return source.child("adapter").attribute("name").value();
}

void find_host_devices(const xml_node& devices, Finding& finding) {
  for (const auto& device : devices.children("hostdev")) {
    if (is_unplugged_for_moves(device)) continue;
    finding.add(HindranceKind::host_device,
                fmt::format("{} device {}", type_of(device), device_name(device.child("source"))));
  }
  for (const auto& interface : devices.children("interface")) {
    const auto type = type_of(interface);
    if ((type != "hostdev" && type != "vdpa") || is_unplugged_for_moves(interface)) continue;
    finding.add(HindranceKind::host_device,
                fmt::format("{} interface {}", type, interface.child("mac").attribute("address").value()));
  }
  for (const auto& card : devices.children("smartcard")) {
    const std::string_view mode = card.attribute("mode").value();
    if (mode.starts_with("host")) finding.add(HindranceKind::host_device, "smart card");
  }
  for (const auto& tpm : devices.children("tpm")) {
    // An emulator's state goes with the VM; a real chip stays.
    if (type_of(tpm.child("backend")) == "passthrough")
      finding.add(HindranceKind::host_device, "TPM of the host");
  }
}

void find_disk_trouble(const xml_node& devices, Finding& finding) {
  for (const auto& disk : devices.children("disk")) {
    const std::string target = disk.child("target").attribute("dev").value();
    if (disk.child("transient")) finding.add(HindranceKind::transient_disk, target);
    if (const auto type = type_of(disk); type == "nvme" || type == "vhostvdpa") {
      finding.add(HindranceKind::host_device, fmt::format("{} disk {}", type, target));
    }
    if (const auto mirror = disk.child("mirror")) {
      finding.add(HindranceKind::block_job,
                  fmt::format("{} of {}", mirror.attribute("job").as_string("copy"), target));
    }
  }
}

void find_shared_things(const xml_node& devices, Finding& finding) {
  for (const auto& filesystem : devices.children("filesystem")) {
    finding.add(HindranceKind::virtiofs, filesystem.child("source").attribute("dir").value());
  }
  for (const auto& memory : devices.children("shmem")) {
    // A server's memory and a peer's stay behind; a master takes its contents along.
    if (std::string_view(memory.attribute("role").value()) == "master") continue;
    finding.add(HindranceKind::shared_memory, memory.attribute("name").value());
  }
  for (const auto& memory : devices.children("memory")) {
    const std::string_view model = memory.attribute("model").value();
    if (model != "nvdimm" && model != "virtio-pmem" && model != "sgx-epc") continue;
    finding.add(HindranceKind::shared_memory,
                fmt::format("{} {}", model, memory.child("source").child("path").text().get()));
  }
}

bool has_fixed_tsc(const xml_node& domain) {
  for (const auto& timer : domain.child("clock").children("timer")) {
    if (std::string_view(timer.attribute("name").value()) == "tsc" && timer.attribute("frequency"))
      return true;
  }
  return false;
}

void find_cpu_trouble(const xml_node& domain, Finding& finding) {
  const auto cpu = domain.child("cpu");
  if (std::string_view(cpu.attribute("migratable").value()) == "off") {
    finding.add(HindranceKind::cpu_invtsc, "CPU with migratable='off'");
  }
  for (const auto& feature : cpu.children("feature")) {
    const std::string_view policy = feature.attribute("policy").as_string("require");
    if (std::string_view(feature.attribute("name").value()) != "invtsc") continue;
    if ((policy == "require" || policy == "force") && !has_fixed_tsc(domain)) {
      finding.add(HindranceKind::cpu_invtsc, "no fixed TSC frequency");
    }
  }
  // Memory that the host cannot read cannot be copied by it (QEMU 7.2).
  if (const auto security = domain.child("launchSecurity")) {
    finding.add(HindranceKind::host_device, fmt::format("encrypted memory ({})", type_of(security)));
  }
}

void find_pinning(const xml_node& domain, Finding& finding) {
  const auto tune = domain.child("cputune");
  std::string tied;
  const auto add = [&tied](const char* what) { tied += (tied.empty() ? "" : ", ") + std::string(what); };
  if (domain.child("vcpu").attribute("cpuset") || tune.child("vcpupin") || tune.child("emulatorpin") ||
      tune.child("iothreadpin")) {
    add("CPUs");
  }
  const auto numa = domain.child("numatune");
  if (numa.child("memory").attribute("nodeset") || numa.child("memnode")) add("NUMA nodes");
  if (domain.child("memoryBacking").child("hugepages")) add("huge pages");
  if (!tied.empty()) finding.add(HindranceKind::pinned, tied);
}

// A path written as text, or a <source> of any kind.
std::string nvram_of(const xml_node& os) {
  const auto nvram = os.child("nvram");
  if (const auto source = nvram.child("source")) return source.attribute("file").as_string("not a file");
  return nvram.text().get();
}

}  // namespace

std::vector<model::Hindrance> read_state_at_rest(const xml_node& domain) {
  Finding finding;
  if (const auto path = nvram_of(domain.child("os")); !path.empty())
    finding.add(HindranceKind::nvram_state, path);
  for (const auto& tpm : domain.child("devices").children("tpm"))
    if (type_of(tpm.child("backend")) == "emulator") finding.add(HindranceKind::tpm_state, "swtpm");
  return finding.take();
}

std::vector<model::Hindrance> read_hindrances(const xml_node& domain) {
  Finding finding;
  const auto devices = domain.child("devices");
  find_host_devices(devices, finding);
  find_disk_trouble(devices, finding);
  find_shared_things(devices, finding);
  find_cpu_trouble(domain, finding);
  find_pinning(domain, finding);
  return finding.take();
}

}  // namespace haxen::virt

// SPDX-License-Identifier: GPL-2.0-or-later
// What definitions tell of local disks and of state beside them, and which of it is taken for harmless.
#include <doctest/doctest.h>

#include "virt/disk_sizes.hpp"
#include "virt/disk_xml.hpp"
#include "virt/domain_samples.hpp"
#include "virt/domain_xml.hpp"

using namespace haxen;
using model::HindranceKind;
using samples::domain;

namespace {

std::string uncopyable(const std::string& disk) {
  const auto reading = virt::read_domain(domain(disk));
  REQUIRE(reading);
  REQUIRE(reading->vm.disks.size() == 1);
  return reading->vm.disks.front().uncopyable;
}

std::vector<model::Hindrance> at_rest(const std::string& devices, const std::string& os = "") {
  auto xml = domain(devices);
  if (const auto place = xml.find("</os>"); !os.empty() && place != std::string::npos)
    xml.insert(place, os);
  else if (!os.empty())
    xml.insert(xml.find("<devices>"), "<os>" + os + "</os>");
  const auto reading = virt::read_domain(xml);
  REQUIRE(reading);
  return reading->at_rest;
}

}  // namespace

TEST_CASE("a plain file can be copied; what is odd about another is told") {
  const std::string target = "<target dev='vda'/>";
  CHECK(uncopyable("<disk type='file'><source file='/x'/>" + target + "</disk>") == "");
  CHECK(uncopyable("<disk type='file'><source file='/x'><encryption format='luks'/></source>" + target +
                   "</disk>") == "it is encrypted");
  CHECK(uncopyable("<disk type='file'><source file='/x'/><shareable/>" + target + "</disk>") ==
        "it is shared with other VMs");
  CHECK(uncopyable("<disk type='dir'><source dir='/x'/>" + target + "</disk>") == "it is of type dir");
  CHECK(uncopyable("<disk type='file' device='floppy'><source file='/x'/><target dev='fda'/></disk>") ==
        "it is a floppy disk");
}

TEST_CASE("a chain counts as stated where the form that goes to the target names it") {
  const auto with = [](const std::string& store) {
    return domain("<disk type='file'><source file='/x'/>" + store + "<target dev='vda'/></disk>");
  };
  CHECK(virt::disks_with_stated_chains(with("")).empty());
  CHECK(virt::disks_with_stated_chains(with("<backingStore/>")).empty());
  CHECK(
      virt::disks_with_stated_chains(with("<backingStore type='file'><source file='/y'/></backingStore>")) ==
      std::vector<std::string>{"vda"});
  CHECK(virt::disks_with_stated_chains("no XML").empty());
}

TEST_CASE("firmware variables and TPM state lie beside the disks of a VM that is off") {
  CHECK(at_rest("") == std::vector<model::Hindrance>{});
  CHECK(at_rest("", "<nvram>/n.fd</nvram>") ==
        std::vector<model::Hindrance>{{HindranceKind::nvram_state, "/n.fd"}});
  CHECK(at_rest("", "<nvram type='file'><source file='/m.fd'/></nvram>") ==
        std::vector<model::Hindrance>{{HindranceKind::nvram_state, "/m.fd"}});
  CHECK(at_rest("<tpm model='tpm-crb'><backend type='emulator'/></tpm>") ==
        std::vector<model::Hindrance>{{HindranceKind::tpm_state, "swtpm"}});
}

TEST_CASE("sizes go to the files of the VM that they are told of, and to nothing else") {
  model::Vm vm;
  vm.uuid = VmUuid("a");
  vm.state = model::VmState::running;
  vm.disks = {{model::DiskKind::file, "vda", "/x", "raw", false, false},
              {model::DiskKind::network, "vdb", "nbd:x", "raw", false, false}};
  CHECK(virt::has_active_files(vm));
  const virt::DiskSize size{gib(2), gib(1), true};
  const virt::DiskSizes sizes{{"a", {{"vda", size}, {"vdb", size}}}};
  const auto sized = virt::with_sizes(vm, sizes);
  CHECK(sized.disks[0].capacity == gib(2));
  CHECK(sized.disks[0].stored == gib(1));
  CHECK(sized.disks[0].layered);
  CHECK_FALSE(sized.disks[1].capacity);
  vm.state = model::VmState::shut_off;
  CHECK_FALSE(virt::has_active_files(vm));
}

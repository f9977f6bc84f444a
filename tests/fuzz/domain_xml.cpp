// SPDX-License-Identifier: GPL-2.0-or-later
// Feeds arbitrary bytes to the readers of foreign text; whatever they make of it must not break what they promise.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "virt/cpu_key.hpp"
#include "virt/disk_xml.hpp"
#include "virt/domain_xml.hpp"
#include "virt/mark_codec.hpp"
#include "virt/node_xml.hpp"
#include "virt/notes_codec.hpp"

namespace {

void require(bool truth) {
  if (!truth) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace haxen;
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  if (const auto reading = virt::read_domain(text)) {
    require(!reading->vm.name.empty() && !reading->vm.uuid.empty());
    require(model::footprint(reading->vm) > reading->vm.memory);
    for (const auto& rule : reading->statement.rules) require(!rule.name.empty() && rule.limit >= 1);
    for (const auto& complaint : reading->statement.complaints) require(!complaint.empty());
  }
  const auto demand = virt::cpu_demand(text, "");
  const auto again = virt::from_key(virt::to_key(demand));
  require(again && virt::to_key(*again) == virt::to_key(demand));
  const auto notes = virt::read_notes_element(text);
  if (const auto element = virt::notes_element(text, notes)) require(virt::read_notes_element(*element) == notes);
  virt::disks_with_stated_chains(text);
  virt::read_capabilities(text);
  virt::read_pool(text);
  virt::read_mark_secret(text);
  return 0;
}

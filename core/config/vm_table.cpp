// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the keys of [[vm]] and their bounds.
#include <algorithm>
#include <fmt/format.h>

#include "config/names.hpp"
#include "config/record.hpp"
#include "config/tables.hpp"
#include "probe/target.hpp"

namespace haxen::config {

namespace {

using namespace std::chrono_literals;

// One of the three keys that say which VMs are meant; a second one is refused.
Field<VmPolicyEntry> selector(std::string key, VmKey kind, Reading<std::string> read) {
  return {std::move(key),
          [kind, read = std::move(read)](VmPolicyEntry vm, const Entry& entry) -> Result<VmPolicyEntry> {
            if (!vm.vm.empty()) {
              return refuse(entry.place, "[[vm]] takes only one of 'match', 'name' and 'uuid'",
                            "write a [[vm]] table for each");
            }
            auto value = read(entry);
            if (!value) return tl::unexpected(value.error());
            vm.key = kind;
            vm.vm = std::move(*value);
            return vm;
          }};
}

Reading<std::string> uuid() {
  return [](const Entry& entry) { return text_that(accept_uuid)(entry).map(canonical_uuid); };
}

Result<void> accept_target(const std::string& text) {
  probe::TargetDefaults defaults;
  defaults.host = "vm";
  return probe::parse_target(text, defaults).map([](const auto&) {});
}

const Fields<VmPolicyEntry>& fields() {
  using Vm = VmPolicyEntry;
  static const Fields<Vm> all = {
      selector("match", VmKey::match, text_that(accept_pattern)),
      selector("name", VmKey::name, text()),
      selector("uuid", VmKey::uuid, uuid()),
      field<Vm>("outage_budget", &Vm::outage_budget, duration(1ms, 1h)),
      field<Vm>("may_throttle", &Vm::may_throttle, flag()),
      field<Vm>("may_postcopy", &Vm::may_postcopy, flag()),
      field<Vm>("may_shut_down", &Vm::may_shut_down, flag()),
      field<Vm>("handover", &Vm::hand_over, hand_over()),
      field<Vm>("priority", &Vm::priority, integer(-1000, 1000)),
      field<Vm>("probe", &Vm::probe, text_that(accept_target)),
  };
  return all;
}

}  // namespace

Reading<model::HandOver> hand_over() {
  return one_of<model::HandOver>(
      {{"fast", model::HandOver::fast}, {"confirmed", model::HandOver::confirmed}});
}

Result<VmPolicyEntry> read_vm(const Section& section) {
  auto vm = read_record(section.table, "[[vm]]", fields(), VmPolicyEntry{});
  if (!vm || !vm->vm.empty()) return vm;
  return refuse(section.place, "[[vm]] does not say which VMs it is about",
                "add match = \"web*\", name or uuid");
}

}  // namespace haxen::config

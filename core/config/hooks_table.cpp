// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the keys of [hooks] and their bounds.
#include "config/record.hpp"
#include "config/tables.hpp"

namespace haxen::config {

namespace {

using namespace std::chrono_literals;

const Fields<HookSettings>& fields() {
  static const Fields<HookSettings> all = {
      field<HookSettings>("directory", &HookSettings::directory, text()),
      field<HookSettings>("time_limit", &HookSettings::time_limit, duration(100ms, 1h)),
  };
  return all;
}

}  // namespace

Result<HookSettings> read_hooks(const Section& section) {
  return read_record(section.table, "[hooks]", fields(), HookSettings{});
}

}  // namespace haxen::config

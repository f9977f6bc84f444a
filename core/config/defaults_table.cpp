// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the keys of [defaults] and their bounds.
#include "config/record.hpp"
#include "config/tables.hpp"

namespace haxen::config {

namespace {

using namespace std::chrono_literals;

const Fields<Defaults>& fields() {
  static const Fields<Defaults> all = {
      field<Defaults>("outage_budget", &Defaults::outage_budget, duration(1ms, 1h)),
      field<Defaults>("moves_per_source", &Defaults::moves_per_source, count(1, 16)),
      field<Defaults>("moves_per_target", &Defaults::moves_per_target, count(1, 16)),
      field<Defaults>("moves_in_fleet", &Defaults::moves_in_fleet, count(1, 1000)),
      field<Defaults>("starts_per_node", &Defaults::starts_per_node, count(1, 16)),
      field<Defaults>("tls", &Defaults::tls, one_of<Tls>({{"off", Tls::off}, {"required", Tls::required}})),
      field<Defaults>("handover", &Defaults::hand_over, hand_over()),
      field<Defaults>("deadline", &Defaults::deadline, duration(100ms, 10min)),
      field<Defaults>("time_limit", &Defaults::time_limit, duration(1s, 7 * 24h)),
      field<Defaults>("cool_down", &Defaults::cool_down, duration(0ms, 7 * 24h)),
      field<Defaults>("reserve", &Defaults::reserve, size(Bytes{0}, most_memory)),
      field<Defaults>("overcommit", &Defaults::overcommit, ratio(0.1, 10)),
      field<Defaults>("vcpu_overcommit", &Defaults::vcpu_overcommit, ratio(0.1, 100)),
  };
  return all;
}

}  // namespace

Result<Defaults> read_defaults(const Section& section) {
  return read_record(section.table, "[defaults]", fields(), Defaults{});
}

}  // namespace haxen::config

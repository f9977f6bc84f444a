// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how much processor time something takes.
#pragma once

#include <algorithm>
#include <vector>

#include "model/fleet.hpp"
#include "model/plan.hpp"
#include "planner/audit.hpp"

namespace haxen::bench {

/// Seconds of processor time that this process has used.
double used_seconds();
/// The same of its children that have ended.
double children_seconds();

/// How often everything is measured that does not take minutes; the one in the middle counts.
inline constexpr int runs = 5;

/// By number: the middle one of `all`, which is not empty.
template <class Value, class By>
Value middle(std::vector<Value> all, By by) {
  std::ranges::sort(all, {}, by);
  return all[all.size() / 2];
}

struct Planned {
  model::Plan plan;
  std::size_t broken = 0;  ///< rules, as the audit found
  double plan_ms = 0;
  double audit_ms = 0;

  double together() const { return plan_ms + audit_ms; }
};

template <class Make>
Planned planned(const model::Fleet& fleet, Make make) {
  std::vector<Planned> all;
  for (int i = 0; i < runs; ++i) {
    Planned now;
    const double begin = used_seconds();
    now.plan = make(fleet);
    const double middle = used_seconds();
    now.broken = planner::audit(fleet, now.plan).size();
    now.plan_ms = (middle - begin) * 1000;
    now.audit_ms = (used_seconds() - middle) * 1000;
    all.push_back(std::move(now));
  }
  return middle(std::move(all), &Planned::together);
}

}  // namespace haxen::bench

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a plan is shown before anybody agrees to it.
#include "report/plan.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "report/blockers.hpp"
#include "report/callings.hpp"
#include "report/growth.hpp"
#include "report/move_table.hpp"
#include "report/recovery.hpp"
#include "report/table.hpp"
#include "report/text.hpp"
#include "report/time.hpp"
#include "report/words.hpp"

namespace haxen::report {

namespace {

std::string forecast(const model::Plan& plan) {
  if (!plan.expected_time)
    return plan.lower_bound ? fmt::format("at least {}", to_string(*plan.lower_bound)) : "";
  const auto about = fmt::format("about {}", to_string(*plan.expected_time));
  return plan.lower_bound ? fmt::format("{} (at least {})", about, to_string(*plan.lower_bound)) : about;
}

std::string_view phrase(Stream stream) {
  switch (stream) {
    case Stream::unknown: return "";
    case Stream::plain: return "memory is sent unencrypted";
    case Stream::tls: return "memory is sent over TLS";
  }
  return "";
}

std::string score(const model::Plan& plan, const Style& style) {
  if (!plan.score_before || !plan.score_after) return {};
  return fmt::format("score {:.4g} {} {:.4g}", *plan.score_before, arrow(style.glyphs), *plan.score_after);
}

std::size_t blocked_vms(const model::Plan& plan) {
  std::set<VmUuid> vms;
  for (const auto& blocker : plan.blockers) vms.insert(blocker.vm);
  return vms.size();
}

std::string what_moves(const Undertaking& of, const model::Plan& plan) {
  const auto blocked = blocked_vms(plan);
  if (!plan.starts.empty()) return counted(plan.starts.size(), "VM", "VMs") + " to start";
  if (plan.moves.empty())
    return blocked == 0 ? "nothing to move" : of.newcomer ? "it cannot start" : "nothing can move";
  const auto moving = counted(plan.moves.size(), "VM", "VMs") + " to move";
  return blocked == 0 ? moving : fmt::format("{}, {} cannot", moving, blocked);
}

std::string disks(const model::Plan& plan) {
  Bytes sum;
  for (const auto& move : plan.moves) sum += storage(move);
  return sum.count > 0 ? fmt::format("{} of disks", to_string(sum)) : std::string();
}

std::string summary(const Undertaking& of, const model::Plan& plan, const Callings& callings,
                    const Style& style) {
  std::vector<std::string> parts = {fmt::format("{}: {}", title(of), what_moves(of, plan))};
  if (!plan.moves.empty()) {
    Bytes sum;
    for (const auto& move : plan.moves)
      if (move.kind != model::MoveKind::define) sum += memory_of(move, callings);
    parts.push_back(to_string(sum));
    parts.push_back(disks(plan));
    parts.push_back(forecast(plan));
    parts.push_back(score(plan, style));
    parts.emplace_back(phrase(of.stream));
  }
  for (const auto& start : plan.starts)
    parts.push_back(fmt::format("{} on {}", to_string(start.vm.memory), start.vm.node));
  std::erase(parts, std::string());
  return flow(parts, Tone::plain, style);
}

/// What of the score was lowered, and what the loss of a node would leave; only where somebody asked for
/// that.
std::string standing(const model::Plan& plan, const Style& style) {
  if (!plan.standing_before || !plan.standing_before->stranded || !plan.standing_after) return {};
  const auto& before = *plan.standing_before;
  const auto& after = *plan.standing_after;
  const auto part = [&](std::string_view name, double from, double to) {
    return fmt::format("{} {:.4g} {} {:.4g}", name, from, arrow(style.glyphs), to);
  };
  std::vector<std::string> parts = {part("memory", before.memory, after.memory),
                                    part("vCPUs", before.vcpus, after.vcpus),
                                    part("busy CPUs", before.busy_cpus, after.busy_cpus)};
  const auto stranded = counted(*before.stranded, "VM", "VMs");
  parts.push_back(fmt::format("without a place if their node is lost: {} {} {}", stranded,
                              arrow(style.glyphs), after.stranded.value_or(*before.stranded)));
  return flow(parts, Tone::plain, style);
}

std::string purges(const model::Plan& plan, const Callings& callings, const Style& style) {
  if (plan.purges.empty()) return {};
  auto screen = paragraph({"stale definitions, removed first:", Tone::warn}, 0, style);
  for (const auto& [vm, node, kept_on] : plan.purges)
    screen +=
        paragraph({fmt::format("{} on {}: it is kept on {}", callings.name(vm), node, kept_on)}, 2, style);
  return screen;
}

std::string admitted(const model::Plan& plan, const Style& style) {
  if (plan.admitted.empty()) return {};
  std::vector<std::string> names;
  for (const auto& node : plan.admitted) names.push_back(node.str());
  return paragraph(
      {fmt::format("no VM starts on {} since its last boot, which is admitted once nothing there is stale",
                   joined(names)),
       Tone::warn},
      0, style);
}

std::string shut_downs(const model::Plan& plan, const Callings& callings, const Style& style) {
  if (plan.shut_downs.empty()) return {};
  std::vector<std::string> names;
  for (const auto& shut_down : plan.shut_downs)
    names.push_back(fmt::format("{} on {}", callings.name(shut_down.vm), shut_down.node));
  return paragraph(
      {fmt::format("{}asked to shut down, not forced: {}", plan.moves.empty() ? "" : "then ", joined(names)),
       Tone::warn},
      0, style);
}

std::string starts(const model::Plan& plan, const Style& style) {
  std::string screen;
  for (const auto& start : plan.starts)
    screen +=
        paragraph({fmt::format("{} is {} on {}", start.vm.name,
                               start.is_defined ? "defined already, by a run that was cut short, and is "
                                                  "to be started"
                                                : "to be defined and started",
                               start.vm.node)},
                  0, style);
  return screen;
}

std::string growth(const model::Plan& plan, const Callings& callings, const Style& style) {
  std::string screen;
  for (const auto& folder : outgrown(plan)) {
    std::vector<std::string> names;
    for (const auto& vm : folder.vms) names.push_back(callings.name(vm));
    const auto text =
        fmt::format("warning: {} has {} left in {}, and the disks of {} can grow to {} there", folder.node,
                    to_string(folder.available), folder.folder, joined(names), to_string(folder.capacity));
    screen += paragraph({text, Tone::warn}, 0, style);
  }
  return screen;
}

bool is_one_off(const model::Plan& plan, const Callings& callings) {
  return std::ranges::any_of(plan.blockers, [&](const model::Blocker& blocker) {
    const auto* vm = callings.vm(blocker.vm);
    return vm != nullptr && !is_active(vm->state);
  });
}

// More would bury the plan; the JSON document holds them all.
constexpr std::size_t most_resting = 8;

std::string resting(const model::Plan& plan, const Callings& callings, const Style& style) {
  if (plan.resting.empty()) return {};
  const bool is_long = plan.resting.size() > most_resting;
  std::vector<std::string> names;
  for (const auto& rest : plan.resting) {
    names.push_back(fmt::format("{} until {}", callings.call(rest.vm), minute(rest.until)));
    if (is_long && names.size() + 1 == most_resting) break;
  }
  if (is_long)
    names.push_back(counted(plan.resting.size() - names.size(), "other VM", "other VMs") + " for a while");
  return paragraph({"left where they are, having been moved a short while ago: " + joined(names)}, 0, style);
}

/// What becomes of those that cannot move, and what else could.
std::string consequence(const Undertaking& of, const model::Plan& plan, const Callings& callings) {
  if (of.command == "failover") return "these VMs are not started; the others are";
  if (of.newcomer) return "nothing is defined or started while something is in the way";
  switch (of.blocked) {
    case Blocked::hold_all:
      return "nothing moves while something is in the way; --on-blocked skip leaves these VMs where they "
             "run, "
             "--on-blocked shutdown asks them to shut down once the others have moved";
    case Blocked::stay: return "these VMs stay where they run";
    case Blocked::shut_down:
      return is_one_off(plan, callings) ? "these VMs are asked to shut down once the others have moved; "
                                          "those that are off stay defined where "
                                          "they are"
                                        : "these VMs are asked to shut down once the others have moved";
    case Blocked::left: return "what is still there when all moves have ended goes on running";
    case Blocked::shut_down_in_the_end:
      return "what is still there when all moves have ended is asked to shut down, not forced";
    case Blocked::saved_in_the_end:
      return "what is still there when all moves have ended is saved to its node's disk";
  }
  return {};
}

std::string hooks(const Undertaking& of, const Style& style) {
  if (of.hooks.empty()) return {};
  return paragraph({fmt::format("hooks that are run: {}", fmt::join(of.hooks, ", "))}, 0, style);
}

// It may befall those that are to move, too.
bool concerns_all(Blocked blocked) {
  return blocked == Blocked::shut_down_in_the_end || blocked == Blocked::saved_in_the_end;
}

std::string after_blank(const std::string& section) { return section.empty() ? section : '\n' + section; }

}  // namespace

std::string plan_screen(const Undertaking& of, const model::Fleet& fleet, const model::Plan& plan,
                        const Style& style) {
  const Callings callings(fleet, of.newcomer);
  const bool is_recovery = !fleet.lost.empty();
  auto screen = is_recovery ? recovery_summary(of, fleet, plan, style) : summary(of, plan, callings, style);
  screen += standing(plan, style);
  screen += resting(plan, callings, style);
  screen += after_blank(purges(plan, callings, style));
  screen += after_blank(admitted(plan, style));
  screen += after_blank(move_table(of, plan, callings, style));
  screen += after_blank(growth(plan, callings, style));
  screen += after_blank(shut_downs(plan, callings, style));
  screen += after_blank(is_recovery ? recovery_table(fleet, plan, style) : starts(plan, style));
  screen += after_blank(blocker_screen(plan, callings, style));
  if (!plan.blockers.empty() || concerns_all(of.blocked))
    screen += '\n' + paragraph({consequence(of, plan, callings)}, 0, style);
  screen += after_blank(hooks(of, style));
  return screen;
}

std::string resting_screen(const model::Fleet& fleet, const model::Plan& plan, const Style& style) {
  return resting(plan, Callings(fleet), style);
}

std::string unasked_screen(const std::set<NodeName>& nodes, const Style& style) {
  if (nodes.empty()) return {};
  std::vector<std::string> names;
  for (const auto& node : nodes) names.push_back(node.str());
  return paragraph({fmt::format("whether a guard on {} lets VMs start cannot be asked: if it does not, run "
                                "'haxen-guard admit' there as root",
                                joined(names)),
                    Tone::warn},
                   0, style);
}

std::string loose_screen(const std::vector<model::Vm>& loose, const Style& style) {
  if (loose.empty()) return {};
  std::vector<std::string> names;
  for (const auto& vm : loose) names.push_back(fmt::format("{} on {}", vm.name, vm.node));
  return paragraph({"left half done by an interrupted run, put right first: " + joined(names), Tone::warn}, 0,
                   style);
}

}  // namespace haxen::report

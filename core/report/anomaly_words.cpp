// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the words for each kind of anomaly and remedy.
#include <algorithm>
#include <fmt/format.h>
#include <vector>

#include "report/anomalies.hpp"
#include "report/text.hpp"
#include "report/time.hpp"
#include "report/words.hpp"

namespace haxen::report {

namespace {

using model::Anomaly;
using model::AnomalyKind;
using model::Copy;
using model::Pause;
using model::RemedyKind;

bool is_active(const Copy& copy) { return model::is_active(copy.vm.state); }
bool is_paused(const Copy& copy) { return is_active(copy) && copy.pause != Pause::none; }
bool is_running(const Copy& copy) { return is_active(copy) && copy.pause == Pause::none; }
bool is_off(const Copy& copy) { return !is_active(copy); }

/// The nodes of those copies: "n1 and n2"; "?" where there are none.
std::string at(const Anomaly& anomaly, bool (*wanted)(const Copy&)) {
  std::vector<std::string> nodes;
  for (const auto& copy : anomaly.copies)
    if (wanted(copy)) nodes.push_back(copy.vm.node.str());
  return nodes.empty() ? "?" : joined(nodes);
}

std::string silent(const Anomaly& anomaly) {
  std::vector<std::string> nodes;
  for (const auto& node : anomaly.silent) nodes.push_back(node.str());
  return joined(nodes);
}

const model::PendingMove* pending_move(const Anomaly& anomaly) {
  for (const auto& copy : anomaly.copies)
    if (copy.vm.pending) return &*copy.vm.pending;
  return nullptr;
}

std::string move_of(const Anomaly& anomaly) {
  const auto* move = pending_move(anomaly);
  return move == nullptr ? "a move" : fmt::format("a move of it from {} to {}", move->from, move->to);
}

std::string definitions(const Anomaly& anomaly) {
  if (std::ranges::any_of(anomaly.copies, is_active))
    return fmt::format("it is active on {}, and defined on {} too", at(anomaly, is_active),
                       at(anomaly, is_off));
  return fmt::format("it is off, and defined on {}", at(anomaly, is_off));
}

std::string paused_alone(const Anomaly& anomaly) {
  const auto node = at(anomaly, is_paused);
  if (!anomaly.silent.empty())
    return fmt::format(
        "once {} answers, run 'haxen repair' again; if all that was there is surely dead: "
        "virsh resume {} on {}",
        silent(anomaly), anomaly.name, node);
  if (std::ranges::any_of(anomaly.copies, is_off))
    return fmt::format(
        "if it has surely not run on {} since: virsh resume {} on {}; else virsh destroy it "
        "there and start it where it ran last",
        at(anomaly, is_off), anomaly.name, node);
  return fmt::format("where it surely runs nowhere else: virsh resume {} on {}", anomaly.name, node);
}

std::string ask_again(const Anomaly& anomaly) {
  if (anomaly.silent.empty()) return "run 'haxen repair' again once that is over";
  return fmt::format("it may be on {} too: run 'haxen repair' again once that answers", silent(anomaly));
}

std::string with_detail(std::string text, const Anomaly& anomaly) {
  return anomaly.detail.empty() ? text : fmt::format("{}: {}", text, anomaly.detail);
}

std::string bare_sentence(const Anomaly& anomaly) {
  switch (anomaly.kind) {
    case AnomalyKind::running_twice: return fmt::format("it runs on {} at once", at(anomaly, is_running));
    case AnomalyKind::paused_beside:
      return fmt::format("it runs on {}, and somebody has paused a copy on {}", at(anomaly, is_running),
                         at(anomaly, is_paused));
    case AnomalyKind::paused_twice:
      return fmt::format("it is paused on {}, and runs nowhere", at(anomaly, is_paused));
    case AnomalyKind::postcopy_failed:
      return fmt::format("its post-copy migration broke off: no copy on {} has all of its memory",
                         at(anomaly, is_active));
    case AnomalyKind::left_over_copy:
      return fmt::format("it runs on {}, and a migration has left a paused copy on {}",
                         at(anomaly, is_running), at(anomaly, is_paused));
    case AnomalyKind::paused_by_migration:
      return fmt::format("a migration has left it paused on {}", at(anomaly, is_paused));
    case AnomalyKind::half_received:
      return fmt::format("a copy on {} waits for its memory, and no node sends it", at(anomaly, is_paused));
    case AnomalyKind::paused_on_the_way:
      return fmt::format("it is paused on {}, and {} was cut short", at(anomaly, is_paused),
                         move_of(anomaly));
    case AnomalyKind::unfinished_move:
      return fmt::format("{} was cut short, and what it changed was not put back", move_of(anomaly));
    case AnomalyKind::defined_twice: return definitions(anomaly);
    case AnomalyKind::transient:
      return fmt::format("it is transient on {}: shut off, nothing of it is left", at(anomaly, is_active));
    case AnomalyKind::origin_unknown: return "it is to go home to a node that is not in the fleet file";
    case AnomalyKind::untold: return "a node does not tell how it is";
    case AnomalyKind::silent_node: return "it does not answer, and nothing of what it holds is proven";
    case AnomalyKind::stale_claim: return "memory is booked for an operation that is over";
    case AnomalyKind::stale_cordon: return "its cordon says that an operation is at work, which is dead";
    case AnomalyKind::overdue_cordon: return "it is still cordoned";
  }
  return "?";
}

std::string of_mark(const Anomaly& anomaly) {
  const auto& mark = *anomaly.mark;
  if (anomaly.kind == AnomalyKind::overdue_cordon) return fmt::format("until {}", minute(*mark.until));
  return fmt::format("{}, pid {} of {}", mark.operation, mark.holder.pid, mark.holder.host);
}

std::string pause_word(const Copy& copy) {
  if (copy.incoming) return "waits for its memory";
  switch (copy.pause) {
    case Pause::none: return std::string(word(copy.vm.state));
    case Pause::by_migration: return "paused by a migration";
    case Pause::postcopy_failed: return "without a part of its memory";
    case Pause::otherwise: return fmt::format("{}, not by a migration", word(copy.vm.state));
    case Pause::untold: return "not told";
  }
  return "?";
}

}  // namespace

std::string sentence(const Anomaly& anomaly) {
  if (anomaly.mark) return fmt::format("{}: {}", bare_sentence(anomaly), of_mark(anomaly));
  return with_detail(bare_sentence(anomaly), anomaly);
}

std::string phrase(const Copy& copy) {
  auto text = pause_word(copy);
  text += copy.vm.persistent ? ", persistent" : ", transient";
  if (copy.vm.autostart) text += ", starts by itself";
  for (const auto& hindrance : copy.vm.hindrances)
    if (hindrance.kind == model::HindranceKind::managed_save) text += ", has a saved state";
  if (copy.vm.job) text += fmt::format(", {}", word(copy.vm.job->kind));
  if (copy.vm.pending)
    text += fmt::format(", noted on its way from {} to {}", copy.vm.pending->from, copy.vm.pending->to);
  return text;
}

std::string deed(const model::Remedy& remedy) {
  switch (remedy.kind) {
    case RemedyKind::resume: return fmt::format("resume it on {}", remedy.node);
    case RemedyKind::end_copy: return fmt::format("end the paused copy on {}", remedy.node);
    case RemedyKind::undefine: return fmt::format("undefine it on {}", remedy.node);
    case RemedyKind::make_persistent: return fmt::format("define it on {} as it runs there", remedy.node);
    case RemedyKind::finish_move: return fmt::format("put back on {} what the move had changed", remedy.node);
    case RemedyKind::forget_origin: return fmt::format("take that note out on {}", remedy.node);
    case RemedyKind::release_claim: return fmt::format("release the booking on {}", remedy.node);
    case RemedyKind::rest_cordon:
      return fmt::format("leave {} cordoned, with no operation at work", remedy.node);
  }
  return "?";
}

std::string assurance(const Anomaly& anomaly) {
  if (!anomaly.remedy) return {};
  switch (anomaly.remedy->kind) {
    case RemedyKind::resume: return "all nodes of the fleet file have answered, and no other knows it";
    case RemedyKind::end_copy:
      return fmt::format("it runs on {}, and this copy has not run since", at(anomaly, is_running));
    case RemedyKind::undefine:
      return "it is off there, and kept on the other node with the same disks; images stay";
    case RemedyKind::make_persistent: return "it goes on running as it does";
    case RemedyKind::finish_move: return "both ends have answered, and nothing moves it";
    case RemedyKind::forget_origin: return "no command could bring it there";
    case RemedyKind::release_claim:
    case RemedyKind::rest_cordon: return "its process is gone";
  }
  return {};
}

std::string counsel(const Anomaly& anomaly) {
  if (anomaly.remedy) return {};
  const auto& vm = anomaly.name;
  switch (anomaly.kind) {
    case AnomalyKind::running_twice:
      return fmt::format(
          "find out which copy its clients reach, and which one writes its disks (virsh "
          "domblkstat {} on each node); then, on the other node: virsh destroy {}. Check the "
          "file systems of disks that both had",
          vm, vm);
    case AnomalyKind::paused_beside:
      return fmt::format(
          "whoever paused it knows what for; it must not be resumed on {} while it runs on {}: "
          "if it is of no use, virsh destroy {} there",
          at(anomaly, is_paused), at(anomaly, is_running), vm);
    case AnomalyKind::paused_twice:
      return fmt::format(
          "one at most may be resumed: the one that ran last (the nodes' libvirt logs tell); "
          "first virsh destroy {} on the other node, then virsh resume {} there",
          vm, vm);
    case AnomalyKind::postcopy_failed:
      if (!anomaly.silent.empty()) return ask_again(anomaly);
      return fmt::format(
          "none of them may be resumed: when the link is back, virsh migrate "
          "--postcopy-resume {} with its former destination goes on; where one end is lost, "
          "so is its memory: virsh destroy {}, and start it anew",
          vm, vm);
    case AnomalyKind::paused_by_migration:
    case AnomalyKind::paused_on_the_way: return paused_alone(anomaly);
    case AnomalyKind::half_received:
      return fmt::format(
          "its source is off, or does not answer; what has arrived is not whole: where the "
          "source is surely gone, virsh destroy {} on {}, and start it where it is defined",
          vm, at(anomaly, is_paused));
    case AnomalyKind::left_over_copy:
    case AnomalyKind::unfinished_move:
    case AnomalyKind::untold: return ask_again(anomaly);
    case AnomalyKind::defined_twice:
      return fmt::format(
          "compare virsh dumpxml --inactive {} of both; then, where it is not wanted: virsh "
          "undefine {}",
          vm, vm);
    case AnomalyKind::transient: return fmt::format("if it is not meant so: haxen repair {}", vm);
    case AnomalyKind::silent_node: return "see to it that it answers; 'haxen status' tells what may help";
    case AnomalyKind::overdue_cordon:
      return fmt::format("if it may take VMs again: haxen undrain {}, or haxen uncordon {}", anomaly.node,
                         anomaly.node);
    case AnomalyKind::origin_unknown:
    case AnomalyKind::stale_claim:
    case AnomalyKind::stale_cordon: break;
  }
  return {};
}

}  // namespace haxen::report

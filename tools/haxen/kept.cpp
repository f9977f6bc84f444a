// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how plans are kept in files and carried out from there.
#include "kept.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fmt/format.h>
#include <string_view>

#include "files.hpp"
#include "operation/keeping.hpp"
#include "operation/plan_file.hpp"
#include "planning.hpp"
#include "report/text.hpp"
#include "say.hpp"

namespace haxen::program {

namespace {

// How a plan is carried out, and nothing of what it is.
constexpr std::array<std::string_view, 10> beside_a_plan{
    "--plan",     "--yes",      "--dry-run", "--timeout",    "--take-over",
    "--snapshot", "--simulate", "--fault",   "--dirty-rate", "--report"};

std::string name_of(const CLI::Option& option) {
  return option.get_lnames().empty() ? option.get_name() : "--" + option.get_lnames().front();
}

bool is_about_the_plan(const CLI::Option& option) {
  return std::ranges::find(beside_a_plan, name_of(option)) == beside_a_plan.end();
}

// What is kept for later is read back now, while somebody is there to be told.
Result<std::string> text_of(const operation::KeptPlan& kept) {
  auto text = operation::to_json(kept);
  const auto read = operation::plan_from_json(text);
  if (read && read->plan == kept.plan && read->terms == kept.terms) return text;
  return fault(FaultKind::failed, "the plan holds what no plan file can keep; nothing was written");
}

// Of one VM that is placed no nodes are told.
std::string subject_of(const operation::KeptPlan& kept, const model::Fleet& fleet) {
  if (kept.command != "place" || kept.plan.moves.size() != 1) return {};
  const auto* vm = model::find_vm(fleet, kept.plan.moves.front().vm);
  return vm != nullptr ? vm->name.str() : std::string();
}

constexpr auto how_to_keep_one = "--plan-out FILE keeps a plan";

}  // namespace

void check_plan_flags(const CLI::App& command, const ChangeFlags& flags) {
  if (!flags.plan_out.empty() && flags.yes) throw CLI::ExcludesError("--plan-out", "--yes");
  for (const auto* option : command.get_options()) {
    if (!flags.plan.empty() && option->count() > 0 && is_about_the_plan(*option))
      throw CLI::ExcludesError("--plan", name_of(*option));
    if (flags.plan.empty() && !flags.local && option->get_positional() && option->get_expected_min() > 0 &&
        option->count() == 0)
      throw CLI::RequiredError(name_of(*option));
  }
}

Result<operation::KeptPlan> load_plan(const ChangeFlags& flags) {
  const auto text = read_file(flags.plan, how_to_keep_one);
  if (!text) return tl::unexpected(text.error());
  auto kept = operation::plan_from_json(*text);
  if (!kept) {
    auto damage = about(fmt::format("'{}'", flags.plan), kept.error());
    damage.hint = how_to_keep_one;
    return tl::unexpected(std::move(damage));
  }
  if (kept->command == flags.command) return kept;
  return fault(
      FaultKind::usage,
      fmt::format("'{}' holds a plan of '{}', not of '{}'", flags.plan, kept->command, flags.command),
      fmt::format("haxen {} --plan {}", kept->command, flags.plan));
}

ChangeFlags flags_for(const operation::KeptPlan& kept, ChangeFlags flags) {
  flags.max_outage = kept.terms.max_outage;
  flags.allow_throttle = kept.terms.allow_throttle;
  flags.allow_postcopy = kept.terms.allow_postcopy;
  flags.parallel = kept.terms.parallel;
  flags.reason = kept.reason;
  flags.on_blocked = kept.on_blocked;
  flags.remove_source_images = kept.terms.source_images == executor::SourceImages::removed;
  const auto copies = [](const model::Move& move) { return !move.copies.empty(); };
  flags.copy_storage = std::ranges::any_of(kept.plan.moves, copies);
  return flags;
}

Intention intention_for(const operation::KeptPlan& kept) {
  return [kept](const model::Fleet& now, const config::Config&) -> Result<Intent> {
    Intent intent;
    intent.wish = operation::wish_for(kept);
    intent.wish.audit = audit_in_words;
    intent.subject = subject_of(kept, now);
    intent.leaving = kept.terms.leaving;
    const auto left = intent.wish.plan(now).moves.size();
    const auto all = kept.plan.moves.size();
    if (left < all)
      tell(fmt::format("{} of the plan's {} done already", all - left,
                       report::counted(all, "move is", "moves are")));
    return intent;
  };
}

Result<void> check_plan_out(const ChangeFlags& flags) {
  const auto& file = flags.plan_out;
  std::error_code ignored;
  if (file.empty() || !std::filesystem::is_regular_file(file, ignored)) return {};
  const auto text = read_file(file, {});
  if (text && operation::plan_from_json(*text)) return {};
  return fault(FaultKind::usage, fmt::format("'{}' exists and is no plan file; it is left alone", file),
               "name another file, or remove this one");
}

ExitCode keep_plan(const Globals& globals, const ChangeFlags& flags, const operation::Wish& wish,
                   const operation::Ended& ended, const std::set<NodeName>& leaving, ExitCode code) {
  if (flags.plan_out.empty() || code != ExitCode::done) return code;
  const auto images =
      flags.remove_source_images ? executor::SourceImages::removed : executor::SourceImages::kept;
  const operation::Terms terms{
      leaving, flags.max_outage, flags.allow_throttle, flags.allow_postcopy, flags.parallel, images};
  const auto text = text_of(operation::keep(wish, terms, ended.draft, wall_time()));
  const auto written = text ? write_file(flags.plan_out, *text) : Result<void>(tl::unexpected(text.error()));
  if (!written) {
    const auto& why = written.error();
    tell(fmt::format("error: {}", why.message));
    return exit_code_for(why.kind);
  }
  if (globals.output == Output::text)
    tell(fmt::format("the plan is kept; 'haxen {} --plan {}' carries it out", wish.command, flags.plan_out));
  return code;
}

}  // namespace haxen::program

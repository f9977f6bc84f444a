// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what is to be done about the guard of a node, and how it is done.
#include "guards.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <unistd.h>
#include <utility>

#include "checkup/errands.hpp"
#include "desk.hpp"
#include "guard/scripts.hpp"
#include "report/guards.hpp"
#include "say.hpp"
#include "session.hpp"

namespace haxen::program {

namespace {

using model::GuardDeed;
using model::GuardStep;

// systemd may have a lot to read again.
constexpr Milliseconds time_for_deed = std::chrono::seconds(60);

// Before 6.5 libvirt runs one hook only, which may be somebody else's.
constexpr model::Version first_with_hook_folders{6, 5, 0};

std::vector<checkup::Errand> errands(const std::vector<config::NodeEntry>& nodes, const std::string& script) {
  std::vector<checkup::Errand> all;
  for (const auto& node : nodes) all.push_back({node.name, node.uri, script});
  return all;
}

const char* by_hand(const GuardFlags& flags) {
  return flags.remove ? "run there, as root, what 'haxen fleet install-guard --remove --script' prints"
                      : "run there, as root, what 'haxen fleet install-guard --script' prints";
}

bool is_too_old(const model::Fleet& fleet, const NodeName& name) {
  const auto* node = model::find_node(fleet, name);
  return node != nullptr && node->libvirt_version < first_with_hook_folders;
}

GuardDeed deed_for(const model::Guard& guard, const GuardFlags& flags) {
  if (flags.remove) return is_unguarded(guard) ? GuardDeed::nothing : GuardDeed::remove;
  if (is_current(guard)) return GuardDeed::nothing;
  return is_unguarded(guard) ? GuardDeed::install : GuardDeed::update;
}

void hold_against(GuardStep& step, GuardDeed deed, std::string why, std::string hint) {
  step.deed = deed;
  step.fault = {FaultKind::failed, std::move(why), std::move(hint)};
}

GuardStep step_for(const NodeName& node, const Result<model::Guard>& guard, const model::Fleet& fleet,
                   const GuardFlags& flags) {
  GuardStep step{node};
  if (!guard) {
    hold_against(step, GuardDeed::by_hand, guard.error().message, by_hand(flags));
    return step;
  }
  step.guard = *guard;
  step.deed = deed_for(*guard, flags);
  if (step.deed == GuardDeed::nothing) return step;
  if (!guard->may_admit)
    hold_against(step, GuardDeed::by_hand, "its ssh user is not root", by_hand(flags));
  else if (flags.remove && !guard->admitted)
    hold_against(step, GuardDeed::refused, "without it VMs would start there that may run elsewhere",
                 fmt::format("'haxen undrain {}' compares, cleans up and admits it", node));
  else if (!flags.remove && is_too_old(fleet, node))
    hold_against(step, GuardDeed::refused, "its libvirt is older than 6.5 and does not run several hooks",
                 "call tools/guard/haxen-guard from /etc/libvirt/hooks/qemu yourself");
  return step;
}

bool is_to_be_done(const GuardStep& step) {
  return step.deed == GuardDeed::install || step.deed == GuardDeed::update || step.deed == GuardDeed::remove;
}

ExitCode code_of(const std::vector<GuardStep>& steps) {
  const auto left = std::ranges::count_if(
      steps, [](const GuardStep& step) { return !step.done && step.deed != GuardDeed::nothing; });
  if (left == 0) return ExitCode::done;
  return std::ranges::any_of(steps, &GuardStep::done) ? ExitCode::partial : ExitCode::failed;
}

class Path {
 public:
  Path(const Globals& globals, const GuardFlags& flags, config::Config config)
      : globals_(globals), flags_(flags), session_(std::move(config)) {}

  ExitCode walk() {
    const auto names = nodes_named(session_.config(), flags_.nodes);
    if (!names) return refuse(globals_, names.error());
    for (const auto& node : session_.config().nodes)
      if (flags_.nodes.empty() || names->contains(node.name)) nodes_.push_back(node);
    plan();
    const bool idle = std::ranges::none_of(steps_, is_to_be_done);
    if (globals_.output == Output::text) put(report::guards_plan_screen(steps_, style()));
    if (flags_.dry_run || idle) return end(flags_.dry_run ? ExitCode::done : code_of(steps_));
    if (!flags_.yes && !says_yes(fmt::format("{}: go ahead?", flags_.remove ? "remove" : "install")))
      return refuse(globals_, {FaultKind::aborted, "it was not agreed to; nothing was changed", {}},
                    ExitCode::no_plan);
    carry_out();
    if (globals_.output == Output::text) put('\n' + report::guards_screen(steps_, style()));
    return end(code_of(steps_));
  }

 private:
  Milliseconds deadline() const { return session_.config().defaults.deadline; }
  report::Style style() const {
    return report::fitting(report::surroundings(STDOUT_FILENO), globals_.colour);
  }

  std::vector<Result<model::Guard>> ask() {
    return session_.loop().run(ask_guards(session_.loop(), nodes_, deadline()));
  }

  void plan() {
    const auto fleet = session_.loop().run(session_.survey());
    const auto guards = ask();
    for (std::size_t i = 0; i < nodes_.size(); ++i)
      steps_.push_back(step_for(nodes_[i].name, guards[i], fleet, flags_));
    std::ranges::sort(steps_, {}, &GuardStep::node);
    std::ranges::sort(nodes_, {}, &config::NodeEntry::name);
  }

  void carry_out() {
    std::vector<config::NodeEntry> chosen;
    for (std::size_t i = 0; i < nodes_.size(); ++i)
      if (is_to_be_done(steps_[i])) chosen.push_back(nodes_[i]);
    auto work = errands(chosen, flags_.remove ? guard::removal() : guard::installation());
    const auto done = session_.loop().run(
        checkup::run_errands(session_.loop(), std::move(work), {deadline(), time_for_deed}));
    const auto guards = ask();
    std::size_t next = 0;
    for (std::size_t i = 0; i < nodes_.size(); ++i)
      if (is_to_be_done(steps_[i])) conclude(steps_[i], done[next++], guards[i]);
  }

  void conclude(GuardStep& step, const Result<std::string>& said, const Result<model::Guard>& now) const {
    step.guard = now ? std::optional(*now) : std::nullopt;
    step.done = now && deed_for(*now, flags_) == GuardDeed::nothing;
    if (!said)
      step.fault = said.error();
    else if (!step.done)
      step.fault = now ? Fault{FaultKind::failed, "it was done, and is not so"} : now.error();
    else if (!said->empty())
      warn(fmt::format("node '{}': {}", step.node, said->substr(0, said->find_last_not_of('\n') + 1)));
  }

  ExitCode end(ExitCode code) const {
    if (globals_.output != Output::text)
      put(report::guards_document(steps_, fleet_file_path(globals_), wall_time(), code, form_of(globals_)));
    return code;
  }

  const Globals& globals_;
  const GuardFlags& flags_;
  Session session_;
  std::vector<config::NodeEntry> nodes_;
  std::vector<GuardStep> steps_;  // one for each of them
};

}  // namespace

Task<std::vector<Result<model::Guard>>> ask_guards(Loop& loop, std::vector<config::NodeEntry> nodes,
                                                   Milliseconds deadline) {
  auto asking = checkup::run_errands(loop, errands(nodes, guard::question()), {deadline, deadline});
  const auto answers = co_await asking;
  std::vector<Result<model::Guard>> guards;
  for (const auto& answer : answers) {
    const auto guard = answer ? guard::read_answer(*answer) : std::nullopt;
    if (guard)
      guards.emplace_back(*guard);
    else
      guards.emplace_back(answer ? fault(FaultKind::failed, "its shell does not tell of a guard")
                                 : tl::unexpected(answer.error()));
  }
  co_return guards;
}

Task<Result<void>> admit(Loop& loop, config::NodeEntry node, Milliseconds deadline) {
  auto admitting = checkup::run_errands(loop, errands({node}, guard::admission()), {deadline, deadline});
  const auto done = co_await admitting;
  if (!done.front()) co_return tl::unexpected(done.front().error());
  co_return Result<void>{};
}

ExitCode install_guards(const Globals& globals, const GuardFlags& flags) {
  if (flags.script) {
    put(flags.remove ? guard::removal() : guard::installation());
    return ExitCode::done;
  }
  if (!flags.yes && !flags.dry_run) {
    if (const auto somebody = require_somebody(); !somebody) return refuse(globals, somebody.error());
  }
  auto config = load_config(globals);
  if (!config) return refuse(globals, config.error());
  return Path(globals, flags, std::move(*config)).walk();
}

}  // namespace haxen::program

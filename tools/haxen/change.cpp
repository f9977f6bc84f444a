// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a change goes from the survey to the report.
#include "change.hpp"

#include <fmt/format.h>
#include <thread>
#include <unistd.h>

#include "answering.hpp"
#include "change_report.hpp"
#include "desk.hpp"
#include "flags.hpp"
#include "guards.hpp"
#include "here.hpp"
#include "hooking.hpp"
#include "journaling.hpp"
#include "kept.hpp"
#include "listening.hpp"
#include "page_file.hpp"
#include "planning.hpp"
#include "proving.hpp"
#include "say.hpp"
#include "self.hpp"
#include "signals.hpp"
#include "what_if.hpp"
#include "witnessing.hpp"

namespace haxen::program {

namespace {

Result<void> check_consent(const ChangeFlags& flags) {
  const auto* asking = flags.rehearsal.simulate ? "--simulate" : "--snapshot";
  if (flags.yes && (flags.rehearsal.simulate || !flags.snapshot.empty())) {
    return fault(FaultKind::usage, fmt::format("{} changes nothing: it does not go with --yes", asking));
  }
  if (flags.check && flags.yes)
    return fault(FaultKind::usage, "--check changes nothing: it does not go with --yes");
  if ((flags.dry_run || flags.check) && flags.rehearsal.simulate) {
    return fault(FaultKind::usage,
                 "--simulate carries the plan out: it does not go with --dry-run, --plan-out or --check");
  }
  if (flags.probe && only_asks(flags))
    return fault(FaultKind::usage, "--probe goes with moves that are made, and none is here");
  if (flags.yes || only_asks(flags)) return {};
  return require_somebody();
}

// The whole of a change, with everything in it that must live as long as its loop runs.
class Path {
 public:
  Path(const Globals& globals, const ChangeFlags& flags, const Intention& intention, config::Config config)
      : globals_(globals),
        flags_(flags),
        intention_(intention),
        session_(std::move(config), fleet_file_path(globals)),
        stop_(session_.loop()),
        proving_(session_, flags, fleet_file_path(globals), stop_) {}

  ExitCode walk(Signals& signals) {
    const auto hooks = hooks_for(session_.config(), fleet_file_path(globals_));
    if (!hooks) return refuse(globals_, hooks.error());
    if (!only_asks(flags_)) proving_.look_ahead();
    const auto fleet = session_.loop().run(session_.survey(images_for(flags_), flags_.sought, flags_.lost));
    auto intent = intention_(fleet, session_.config());
    for (const auto& absent : fleet.absent) {
      const bool is_the_error = !intent && intent.error().message == absent.why.message;
      if (!is_the_error) warn(absent.why.message);
    }
    if (!intent) return refuse(globals_, intent.error());
    ask_guards_of(intent->wish, fleet);
    auto settings = settings_for(session_.config(), flags_, intent->leaving);
    const auto who = self();
    const bool whole_fleet = intent->whole_fleet;
    auto undertaking = undertaking_of(globals_, flags_, intent->wish, settings);
    undertaking.proofs = proofs_of(session_.config(), flags_);
    undertaking.hooks = names_of(*hooks, undertaking.command);
    const auto operation = operation_of(undertaking, intent->subject, flags_.reason, who);
    Listening listening(globals_, signals, session_.loop(), stop_);
    Witnessing witnessing(session_, listening);
    Answering answering(session_, stop_, witnessing, flags_.probe);
    Noting noting(answering);
    Journaling journaling(session_.loop(), noting);
    if (!only_asks(flags_)) {
      const auto opened = open(journaling, operation, intent->wish);
      if (!opened) return refuse(globals_, opened.error());
    }
    const auto hooking = std::make_shared<Hooking>(session_.loop(), stop_, journaling, *hooks,
                                                   session_.config().hooks.time_limit, operation);
    settings.hooks = hooking;
    TerminalDesk desk(session_, globals_, flags_, undertaking, listening, *hooking, witnessing, proving_);
    operation::Context context{
        session_.loop(), session_.connections(), desk, journaling, stop_, settings, who, flags_.take_over};
    operation::Foresight foresight(session_.loop(), session_.connections(), settings,
                                   past_paces(undertaking.fleet_file));
    if (session_.config().defaults.deadline >= operation::Foresight::least_deadline)
      context.foresight = &foresight;
    session_.loop().spawn(limit_time());
    auto ended = session_.loop().run(operation::operate(context, intent->wish, fleet));
    const Report report(globals_, flags_, undertaking, desk.since_agreed());
    session_.loop().run(witnessing.end(ended.outcome));
    session_.loop().run(answering.end(ended.outcome));
    ended = with_last_hooks(std::move(ended), report, *hooking);
    signals.end_work();
    listening.pause();
    const auto told = report.tell(ended);
    journaling.close(report.conclude(ended, told));
    write_page(flags_.report, report.past(ended, operation, noting.entries(), told));
    const auto code = keep_plan(globals_, flags_, intent->wish, ended, intent->leaving, told);
    // A node that goes down is not kept waiting for a file that goes down with it.
    if (!intent->wish.going_down) session_.keep_ledger(ended.outcome);
    return whole_fleet ? or_partial(code, fleet) : code;
  }

 private:
  // What the guards of nodes that are to take VMs again say.
  void ask_guards_of(operation::Wish& wish, const model::Fleet& fleet) {
    std::vector<config::NodeEntry> nodes;
    for (const auto& node : session_.config().nodes)
      if (wish.reopen.contains(node.name) && model::find_node(fleet, node.name)) nodes.push_back(node);
    if (nodes.empty()) return;
    const auto guards =
        session_.loop().run(ask_guards(session_.loop(), nodes, session_.config().defaults.deadline));
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      const bool told = guards[i] && (guards[i]->may_admit || is_unguarded(*guards[i]));
      if (!told) wish.unasked.insert(nodes[i].name);
      if (told && is_shut(*guards[i])) wish.shut.insert(nodes[i].name);
    }
  }

  // They are told of the outcome, and what goes wrong with hooks becomes part of it.
  operation::Ended with_last_hooks(operation::Ended ended, const Report& report, Hooking& hooking) {
    session_.loop().run(hooking.after_all(report.document(ended)));
    auto& warnings = ended.outcome.warnings;
    warnings.insert(warnings.end(), hooking.warnings().begin(), hooking.warnings().end());
    return ended;
  }

  // What cannot come again later waits for another command here to end.
  Result<void> open(Journaling& journaling, const model::Operation& operation, const operation::Wish& wish) {
    const auto until = session_.loop().now() + time_limit();
    while (true) {
      auto opened = journaling.open(operation, self());
      const bool waits = !opened && wish.going_down && opened.error().kind == FaultKind::busy;
      if (!waits || session_.loop().now() > until) return opened;
      std::this_thread::sleep_for(std::chrono::seconds(2));  // nothing else is under way yet
    }
  }

  Duration time_limit() const { return flags_.time_limit.value_or(session_.config().defaults.time_limit); }

  Task<void> limit_time() {
    co_await session_.loop().sleep(time_limit());
    stop_.press(model::StopCause::time_limit);
    stop_.press(model::StopCause::time_limit);
  }

  const Globals& globals_;
  const ChangeFlags& flags_;
  const Intention& intention_;
  Session session_;
  executor::StopSwitch stop_;
  Proving proving_;
};

// For real, or as far as was asked.
ExitCode carry_out(const Globals& globals, const ChangeFlags& flags, Signals& signals,
                   const Intention& intention) {
  if (!flags.snapshot.empty() || flags.rehearsal.simulate) return what_if(globals, flags, intention);
  auto config = load_config(globals);
  if (!config) return refuse(globals, config.error());
  if (flags.local) {
    const auto here = local_node(*config);
    if (!here) return refuse(globals, here.error());
    reach_directly(*config, *here);
  }
  return Path(globals, flags, intention, std::move(*config)).walk(signals);
}

}  // namespace

bool only_asks(const ChangeFlags& flags) {
  return flags.dry_run || flags.check || !flags.snapshot.empty() || flags.rehearsal.simulate;
}

executor::Settings settings_for(const config::Config& config, const ChangeFlags& flags,
                                std::set<NodeName> leaving) {
  executor::Settings settings;
  settings.operation = new_operation_id();
  settings.parallel = {config.defaults.moves_per_source, config.defaults.moves_per_target,
                       config.defaults.moves_in_fleet, config.defaults.starts_per_node};
  if (flags.parallel)
    settings.parallel.per_source = settings.parallel.per_target = settings.parallel.in_fleet =
        *flags.parallel;
  for (const auto& node : config.nodes) settings.endpoints[node.name] = {node.peer_uri, node.migrate_uri};
  settings.leaving = std::move(leaving);
  settings.tls = config.defaults.tls == config::Tls::required;
  settings.max_outage = flags.max_outage;
  // Who was moved to even out the load is to be left alone for a while; a maintenance leaves no trace.
  if (flags.command == "place" || flags.command == "failover") settings.date = wall_time;
  settings.allow_throttle = flags.allow_throttle;
  settings.allow_postcopy = flags.allow_postcopy;
  if (flags.remove_source_images) settings.source_images = executor::SourceImages::removed;
  return settings;
}

void declare_rehearsal_flags(CLI::App& app, RehearsalFlags& flags) {
  auto* simulate = app.add_flag("--simulate", flags.simulate,
                                "Carry the plan out on simulated hosts, in virtual time; changes nothing");
  app.add_option("--fault", flags.faults, "What goes wrong in the simulation, and when")
      ->type_name("FAULT|FILE")
      ->allow_extra_args(false)
      ->needs(simulate);
  app.add_option("--dirty-rate", flags.dirty_rates, "How fast simulated guests write their memory")
      ->type_name("[VM=]RATE")
      ->allow_extra_args(false)
      ->needs(simulate);
}

void declare_change_flags(CLI::App& app, ChangeFlags& flags) {
  app.add_flag("--yes,-y", flags.yes, "Carry the plan out without asking");
  app.add_flag("--dry-run,-n", flags.dry_run, "Show the plan, change nothing");
  flags.command = app.get_name();
  app.add_option("--plan-out", flags.plan_out, "Show the plan and keep it in this file; changes nothing")
      ->type_name("FILE");
  app.add_option("--plan", flags.plan, "Carry out the plan kept in this file, if it still fits")
      ->type_name("FILE");
  app.add_option("--report", flags.report, "Tell of it all in this file, as a page for a browser")
      ->type_name("FILE");
  app.add_option("--snapshot", flags.snapshot, "Plan on a fleet kept by 'haxen snapshot'; changes nothing")
      ->type_name("FILE");
  declare_rehearsal_flags(app, flags.rehearsal);
  add_duration(app, "--max-outage", flags.max_outage, "Outage budget for every VM, instead of its own");
  app.add_flag("--allow-throttle", flags.allow_throttle,
               "Let a VM be slowed down that writes its memory faster than it goes over");
  app.add_flag("--allow-postcopy", flags.allow_postcopy,
               "Let a VM that nothing else gets over run at its target before all its memory is there");
  app.add_flag("--probe", flags.probe, "Probe the VMs that move, and tell how long each was silent");
  app.add_option("--parallel", flags.parallel, "Migrations at once, in all")->check(CLI::Range(1U, 64U));
  add_duration(app, "--timeout", flags.time_limit, "Time limit for the whole command");
  app.add_option("--reason", flags.reason, "Why, for those who see the marks");
  app.add_option_function<std::string>(
         "--take-over", [&flags](const std::string& id) { flags.take_over = OperationId(id); },
         "Take over the marks of this operation, which surely runs no more")
      ->type_name("OPERATION");
}

void declare_cargo(CLI::App& app, ChangeFlags& flags) {
  auto* copying = app.add_flag("--copy-storage", flags.copy_storage,
                               "Take local disks of running VMs along, by copying their contents");
  app.add_flag("--remove-source-images", flags.remove_source_images,
               "Remove a copied disk's former image once the VM is proven to run with the copy")
      ->needs(copying);
  app.add_flag("--with-stopped", flags.with_stopped, "Move the definitions of shut-off VMs too");
}

void declare_on_blocked(CLI::App& app, ChangeFlags& flags) {
  using operation::OnBlocked;
  add_choice<OnBlocked>(
      app, "--on-blocked", flags.on_blocked,
      {{"fail", OnBlocked::fail}, {"skip", OnBlocked::skip}, {"shutdown", OnBlocked::shut_down}},
      "What becomes of VMs that cannot move: nothing moves at all, they stay, or they are asked to shut "
      "down");
}

void declare_local(CLI::App& app, ChangeFlags& flags) {
  app.add_flag("--local", flags.local, "The node that is this machine")->excludes(app.get_option("NODE"));
}

ExitCode change(const Globals& globals, const ChangeFlags& given, Signals& signals,
                const Intention& intention) {
  auto flags = given;
  if (!flags.plan_out.empty()) flags.dry_run = true;
  if (const auto consent = check_consent(flags); !consent) return refuse(globals, consent.error());
  if (const auto free = check_plan_out(flags); !free) return refuse(globals, free.error());
  if (const auto free = check_page(flags.report); !free) return refuse(globals, free.error());
  if (flags.plan.empty()) return carry_out(globals, flags, signals, intention);
  const auto kept = load_plan(flags);
  if (!kept) return refuse(globals, kept.error());
  flags = flags_for(*kept, std::move(flags));
  return carry_out(globals, flags, signals, intention_for(*kept));
}

}  // namespace haxen::program

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the words by which documents call the enumerators of plans and of what became of them.
#include "document/words.hpp"

namespace haxen::document {

std::string_view word(model::Reason reason) {
  switch (reason) {
    case model::Reason::host_device: return "host_device";
    case model::Reason::snapshot: return "snapshot";
    case model::Reason::checkpoint: return "checkpoint";
    case model::Reason::block_job: return "block_job";
    case model::Reason::virtiofs: return "virtiofs";
    case model::Reason::shared_memory: return "shared_memory";
    case model::Reason::transient_disk: return "transient_disk";
    case model::Reason::tpm_state: return "tpm_state";
    case model::Reason::nvram_state: return "nvram_state";
    case model::Reason::managed_save: return "managed_save";
    case model::Reason::cpu_invtsc: return "cpu_invtsc";
    case model::Reason::pinned: return "pinned";
    case model::Reason::too_busy: return "too_busy";
    case model::Reason::definition_unread: return "definition_unread";
    case model::Reason::not_running: return "not_running";
    case model::Reason::job_under_way: return "job_under_way";
    case model::Reason::source_not_permitted: return "source_not_permitted";
    case model::Reason::active_elsewhere: return "active_elsewhere";
    case model::Reason::definition_in_doubt: return "definition_in_doubt";
    case model::Reason::active_twice: return "active_twice";
    case model::Reason::same_node: return "same_node";
    case model::Reason::target_unreachable: return "target_unreachable";
    case model::Reason::cordoned: return "cordoned";
    case model::Reason::target_not_permitted: return "target_not_permitted";
    case model::Reason::not_enough_memory: return "not_enough_memory";
    case model::Reason::cpu_unfit: return "cpu_unfit";
    case model::Reason::cpu_unknown: return "cpu_unknown";
    case model::Reason::hypervisor_differs: return "hypervisor_differs";
    case model::Reason::machine_unfit: return "machine_unfit";
    case model::Reason::emulator_missing: return "emulator_missing";
    case model::Reason::bridge_missing: return "bridge_missing";
    case model::Reason::network_missing: return "network_missing";
    case model::Reason::disk_not_proven: return "disk_not_proven";
    case model::Reason::disk_not_copied: return "disk_not_copied";
    case model::Reason::medium_not_there: return "medium_not_there";
    case model::Reason::image_missing: return "image_missing";
    case model::Reason::image_not_there: return "image_not_there";
    case model::Reason::image_exists: return "image_exists";
    case model::Reason::not_enough_storage: return "not_enough_storage";
    case model::Reason::older_hypervisor: return "older_hypervisor";
    case model::Reason::duplicate_host: return "duplicate_host";
    case model::Reason::not_in_ledger: return "not_in_ledger";
    case model::Reason::lost_node_answers: return "lost_node_answers";
    case model::Reason::already_there: return "already_there";
    case model::Reason::name_taken: return "name_taken";
    case model::Reason::not_enough_cpus: return "not_enough_cpus";
    case model::Reason::rule: return "rule";
    case model::Reason::not_at_source: return "not_at_source";
    case model::Reason::order_broken: return "order_broken";
    case model::Reason::no_target: return "no_target";
    case model::Reason::excluded_target: return "excluded_target";
  }
  return {};
}

std::string_view word(model::RelaxationKind kind) {
  switch (kind) {
    case model::RelaxationKind::more_memory: return "more_memory";
    case model::RelaxationKind::more_cpus: return "more_cpus";
    case model::RelaxationKind::drop_rule: return "drop_rule";
    case model::RelaxationKind::shut_down: return "shut_down";
    case model::RelaxationKind::uncordon: return "uncordon";
  }
  return {};
}

std::string_view word(model::MoveKind kind) {
  switch (kind) {
    case model::MoveKind::migrate: return "migrate";
    case model::MoveKind::adopt: return "adopt";
    case model::MoveKind::define: return "define";
  }
  return {};
}

std::string_view word(model::MoveResult result) {
  switch (result) {
    case model::MoveResult::moved: return "moved";
    case model::MoveResult::stayed: return "stayed";
    case model::MoveResult::not_started: return "not_started";
    case model::MoveResult::gone: return "gone";
    case model::MoveResult::unproven: return "unproven";
  }
  return {};
}

std::string_view word(model::ShutDownResult result) {
  switch (result) {
    case model::ShutDownResult::off: return "off";
    case model::ShutDownResult::saved: return "saved";
    case model::ShutDownResult::still_running: return "still_running";
    case model::ShutDownResult::not_started: return "not_started";
    case model::ShutDownResult::unproven: return "unproven";
  }
  return {};
}

std::string_view word(model::StartKind kind) {
  switch (kind) {
    case model::StartKind::first: return "first";
    case model::StartKind::restart: return "restart";
    case model::StartKind::rehome: return "rehome";
  }
  return {};
}

std::string_view word(model::TestimonyKind kind) {
  switch (kind) {
    case model::TestimonyKind::libvirt: return "libvirt";
    case model::TestimonyKind::peer: return "peer";
    case model::TestimonyKind::fence: return "fence";
    case model::TestimonyKind::operator_word: return "operator_word";
    case model::TestimonyKind::lease: return "lease";
  }
  return {};
}

std::string_view word(model::Sign sign) {
  switch (sign) {
    case model::Sign::dead: return "dead";
    case model::Sign::alive: return "alive";
    case model::Sign::silent: return "silent";
    case model::Sign::unknown: return "unknown";
  }
  return {};
}

std::string_view word(model::StartResult result) {
  switch (result) {
    case model::StartResult::running: return "running";
    case model::StartResult::failed: return "failed";
    case model::StartResult::defined: return "defined";
    case model::StartResult::not_started: return "not_started";
    case model::StartResult::unproven: return "unproven";
  }
  return {};
}

std::string_view word(model::Whereabouts whereabouts) {
  switch (whereabouts) {
    case model::Whereabouts::here: return "here";
    case model::Whereabouts::there: return "there";
    case model::Whereabouts::both: return "both";
    case model::Whereabouts::neither: return "neither";
    case model::Whereabouts::paused_here: return "paused_here";
    case model::Whereabouts::paused_there: return "paused_there";
    case model::Whereabouts::unproven: return "unproven";
  }
  return {};
}

std::string_view word(model::HookResult result) {
  switch (result) {
    case model::HookResult::passed: return "passed";
    case model::HookResult::failed: return "failed";
    case model::HookResult::late: return "late";
    case model::HookResult::interrupted: return "interrupted";
    case model::HookResult::not_run: return "not_run";
  }
  return {};
}

std::string_view word(model::StopCause cause) {
  switch (cause) {
    case model::StopCause::asked: return "asked";
    case model::StopCause::asked_twice: return "asked_twice";
    case model::StopCause::time_limit: return "time_limit";
    case model::StopCause::fault: return "fault";
  }
  return {};
}

}  // namespace haxen::document

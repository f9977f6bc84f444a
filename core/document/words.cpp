// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the one word by which documents call each enumerator.
#include "document/words.hpp"

namespace haxen::document {

std::string_view word(FaultKind kind) {
  switch (kind) {
    case FaultKind::usage: return "usage";
    case FaultKind::unreachable: return "unreachable";
    case FaultKind::late: return "late";
    case FaultKind::denied: return "denied";
    case FaultKind::busy: return "busy";
    case FaultKind::missing: return "missing";
    case FaultKind::exists: return "exists";
    case FaultKind::unsupported: return "unsupported";
    case FaultKind::aborted: return "aborted";
    case FaultKind::failed: return "failed";
  }
  return {};
}

std::string_view word(model::Hypervisor hypervisor) {
  switch (hypervisor) {
    case model::Hypervisor::unknown: return "unknown";
    case model::Hypervisor::qemu: return "qemu";
    case model::Hypervisor::xen: return "xen";
    case model::Hypervisor::test: return "test";
  }
  return {};
}

std::string_view word(model::CpuFit fit) {
  switch (fit) {
    case model::CpuFit::fit: return "fit";
    case model::CpuFit::unfit: return "unfit";
    case model::CpuFit::unknown: return "unknown";
  }
  return {};
}

std::string_view word(model::MarkKind kind) {
  switch (kind) {
    case model::MarkKind::cordon: return "cordon";
    case model::MarkKind::claim: return "claim";
  }
  return {};
}

std::string_view word(model::RuleKind kind) {
  switch (kind) {
    case model::RuleKind::apart: return "apart";
    case model::RuleKind::together: return "together";
    case model::RuleKind::only_on: return "only_on";
    case model::RuleKind::never_on: return "never_on";
    case model::RuleKind::prefer: return "prefer";
    case model::RuleKind::at_most: return "at_most";
    case model::RuleKind::direction: return "direction";
  }
  return {};
}

std::string_view word(model::RuleTime time) {
  switch (time) {
    case model::RuleTime::at_the_end: return "at_the_end";
    case model::RuleTime::at_every_step: return "at_every_step";
  }
  return {};
}

std::string_view word(model::VmState state) {
  switch (state) {
    case model::VmState::unknown: return "unknown";
    case model::VmState::running: return "running";
    case model::VmState::blocked_on_io: return "blocked_on_io";
    case model::VmState::paused: return "paused";
    case model::VmState::shutting_down: return "shutting_down";
    case model::VmState::shut_off: return "shut_off";
    case model::VmState::crashed: return "crashed";
    case model::VmState::suspended: return "suspended";
  }
  return {};
}

std::string_view word(model::DiskKind kind) {
  switch (kind) {
    case model::DiskKind::network: return "network";
    case model::DiskKind::volume: return "volume";
    case model::DiskKind::block: return "block";
    case model::DiskKind::file: return "file";
    case model::DiskKind::empty: return "empty";
  }
  return {};
}

std::string_view word(model::ImageState state) {
  switch (state) {
    case model::ImageState::unknown: return "unknown";
    case model::ImageState::absent: return "absent";
    case model::ImageState::present: return "present";
  }
  return {};
}

std::string_view word(model::HindranceKind kind) {
  switch (kind) {
    case model::HindranceKind::host_device: return "host_device";
    case model::HindranceKind::snapshot: return "snapshot";
    case model::HindranceKind::checkpoint: return "checkpoint";
    case model::HindranceKind::block_job: return "block_job";
    case model::HindranceKind::virtiofs: return "virtiofs";
    case model::HindranceKind::shared_memory: return "shared_memory";
    case model::HindranceKind::transient_disk: return "transient_disk";
    case model::HindranceKind::tpm_state: return "tpm_state";
    case model::HindranceKind::nvram_state: return "nvram_state";
    case model::HindranceKind::managed_save: return "managed_save";
    case model::HindranceKind::cpu_invtsc: return "cpu_invtsc";
    case model::HindranceKind::pinned: return "pinned";
    case model::HindranceKind::storage_unread: return "storage_unread";
    case model::HindranceKind::too_busy: return "too_busy";
  }
  return {};
}

std::string_view word(model::JobKind kind) {
  switch (kind) {
    case model::JobKind::migration_out: return "migration_out";
    case model::JobKind::migration_in: return "migration_in";
    case model::JobKind::other: return "other";
  }
  return {};
}

std::string_view word(model::HandOver hand_over) {
  switch (hand_over) {
    case model::HandOver::fast: return "fast";
    case model::HandOver::confirmed: return "confirmed";
  }
  return {};
}

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

std::string_view word(model::AnomalyKind kind) {
  switch (kind) {
    case model::AnomalyKind::running_twice: return "running_twice";
    case model::AnomalyKind::paused_beside: return "paused_beside";
    case model::AnomalyKind::paused_twice: return "paused_twice";
    case model::AnomalyKind::postcopy_failed: return "postcopy_failed";
    case model::AnomalyKind::left_over_copy: return "left_over_copy";
    case model::AnomalyKind::paused_by_migration: return "paused_by_migration";
    case model::AnomalyKind::half_received: return "half_received";
    case model::AnomalyKind::paused_on_the_way: return "paused_on_the_way";
    case model::AnomalyKind::unfinished_move: return "unfinished_move";
    case model::AnomalyKind::defined_twice: return "defined_twice";
    case model::AnomalyKind::transient: return "transient";
    case model::AnomalyKind::origin_unknown: return "origin_unknown";
    case model::AnomalyKind::untold: return "untold";
    case model::AnomalyKind::silent_node: return "silent_node";
    case model::AnomalyKind::stale_claim: return "stale_claim";
    case model::AnomalyKind::stale_cordon: return "stale_cordon";
    case model::AnomalyKind::overdue_cordon: return "overdue_cordon";
  }
  return {};
}

std::string_view word(model::Prospect prospect) {
  switch (prospect) {
    case model::Prospect::mendable: return "mendable";
    case model::Prospect::unproven: return "unproven";
    case model::Prospect::advice: return "advice";
  }
  return {};
}

std::string_view word(model::RemedyKind kind) {
  switch (kind) {
    case model::RemedyKind::resume: return "resume";
    case model::RemedyKind::end_copy: return "end_copy";
    case model::RemedyKind::undefine: return "undefine";
    case model::RemedyKind::make_persistent: return "make_persistent";
    case model::RemedyKind::finish_move: return "finish_move";
    case model::RemedyKind::forget_origin: return "forget_origin";
    case model::RemedyKind::release_claim: return "release_claim";
    case model::RemedyKind::rest_cordon: return "rest_cordon";
  }
  return {};
}

std::string_view word(model::Pause pause) {
  switch (pause) {
    case model::Pause::none: return "none";
    case model::Pause::by_migration: return "by_migration";
    case model::Pause::postcopy_failed: return "postcopy_failed";
    case model::Pause::otherwise: return "otherwise";
    case model::Pause::untold: return "untold";
  }
  return {};
}

std::string_view word(model::MendResult result) {
  switch (result) {
    case model::MendResult::mended: return "mended";
    case model::MendResult::over: return "over";
    case model::MendResult::failed: return "failed";
    case model::MendResult::not_started: return "not_started";
    case model::MendResult::unproven: return "unproven";
  }
  return {};
}

}  // namespace haxen::document

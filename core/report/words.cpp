// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what to call the model's states, results and events when speaking to a person.
#include "report/words.hpp"

#include <fmt/format.h>

namespace haxen::report {

std::string_view word(model::VmState state) {
  switch (state) {
    case model::VmState::unknown: return "unknown";
    case model::VmState::running: return "running";
    case model::VmState::blocked_on_io: return "blocked";
    case model::VmState::paused: return "paused";
    case model::VmState::shutting_down: return "stopping";
    case model::VmState::shut_off: return "shut off";
    case model::VmState::crashed: return "crashed";
    case model::VmState::suspended: return "suspended";
  }
  return "?";
}

std::string_view word(model::Hypervisor hypervisor) {
  switch (hypervisor) {
    case model::Hypervisor::unknown: return "unknown";
    case model::Hypervisor::qemu: return "QEMU";
    case model::Hypervisor::xen: return "Xen";
    case model::Hypervisor::test: return "test driver";
  }
  return "?";
}

std::string_view word(model::HindranceKind kind) {
  switch (kind) {
    case model::HindranceKind::host_device: return "host device";
    case model::HindranceKind::snapshot: return "snapshot";
    case model::HindranceKind::checkpoint: return "checkpoint";
    case model::HindranceKind::block_job: return "block job";
    case model::HindranceKind::virtiofs: return "virtiofs";
    case model::HindranceKind::shared_memory: return "shared memory";
    case model::HindranceKind::transient_disk: return "transient disk";
    case model::HindranceKind::tpm_state: return "TPM state";
    case model::HindranceKind::nvram_state: return "firmware variables";
    case model::HindranceKind::managed_save: return "saved state";
    case model::HindranceKind::cpu_invtsc: return "invariant TSC";
    case model::HindranceKind::pinned: return "pinned";
    case model::HindranceKind::storage_unread: return "definition not understood";
    case model::HindranceKind::too_busy: return "too busy";
  }
  return "?";
}

std::string_view word(model::JobKind kind) {
  switch (kind) {
    case model::JobKind::migration_out: return "leaving";
    case model::JobKind::migration_in: return "arriving";
    case model::JobKind::other: return "busy";
  }
  return "?";
}

std::string_view word(model::MoveResult result) {
  switch (result) {
    case model::MoveResult::moved: return "moved";
    case model::MoveResult::stayed: return "stayed";
    case model::MoveResult::not_started: return "not started";
    case model::MoveResult::gone: return "gone";
    case model::MoveResult::unproven: return "NOT PROVEN";
  }
  return "?";
}

std::string_view word(model::ShutDownResult result) {
  switch (result) {
    case model::ShutDownResult::off: return "shut off";
    case model::ShutDownResult::saved: return "saved";
    case model::ShutDownResult::still_running: return "still running";
    case model::ShutDownResult::not_started: return "not asked";
    case model::ShutDownResult::unproven: return "NOT PROVEN";
  }
  return "?";
}

std::string_view word(model::StartResult result) {
  switch (result) {
    case model::StartResult::running: return "running";
    case model::StartResult::failed: return "failed";
    case model::StartResult::defined: return "defined, off";
    case model::StartResult::not_started: return "not started";
    case model::StartResult::unproven: return "NOT PROVEN";
  }
  return "?";
}

std::string_view word(model::StopCause cause) {
  switch (cause) {
    case model::StopCause::asked: return "asked to stop";
    case model::StopCause::asked_twice: return "asked twice to stop";
    case model::StopCause::time_limit: return "time limit reached";
    case model::StopCause::fault: return "cannot go on";
  }
  return "?";
}

Tone tone(model::VmState state) {
  switch (state) {
    case model::VmState::running: return Tone::good;
    case model::VmState::shut_off: return Tone::faint;
    case model::VmState::crashed: return Tone::bad;
    case model::VmState::unknown:
    case model::VmState::blocked_on_io:
    case model::VmState::paused:
    case model::VmState::shutting_down:
    case model::VmState::suspended: return Tone::warn;
  }
  return Tone::plain;
}

Tone tone(model::MoveResult result) {
  switch (result) {
    case model::MoveResult::moved: return Tone::good;
    case model::MoveResult::stayed:
    case model::MoveResult::not_started:
    case model::MoveResult::gone: return Tone::warn;
    case model::MoveResult::unproven: return Tone::bad;
  }
  return Tone::plain;
}

Tone tone(model::ShutDownResult result) {
  switch (result) {
    case model::ShutDownResult::off:
    case model::ShutDownResult::saved: return Tone::good;
    case model::ShutDownResult::still_running:
    case model::ShutDownResult::not_started: return Tone::warn;
    case model::ShutDownResult::unproven: return Tone::bad;
  }
  return Tone::plain;
}

Tone tone(model::StartResult result) {
  switch (result) {
    case model::StartResult::running: return Tone::good;
    case model::StartResult::failed:
    case model::StartResult::defined:
    case model::StartResult::not_started: return Tone::warn;
    case model::StartResult::unproven: return Tone::bad;
  }
  return Tone::plain;
}

std::string sentence(model::Whereabouts whereabouts, const NodeName& from, const NodeName& to) {
  switch (whereabouts) {
    case model::Whereabouts::here: return fmt::format("runs on '{}' and not on '{}'", from, to);
    case model::Whereabouts::there: return fmt::format("runs on '{}' and not on '{}'", to, from);
    case model::Whereabouts::both: return fmt::format("is active on '{}' and on '{}' at once", from, to);
    case model::Whereabouts::neither: return fmt::format("is active neither on '{}' nor on '{}'", from, to);
    case model::Whereabouts::paused_here: return fmt::format("is paused on '{}' and not on '{}'", from, to);
    case model::Whereabouts::paused_there: return fmt::format("is paused on '{}' and not on '{}'", to, from);
    case model::Whereabouts::unproven:
      return fmt::format("may be on '{}' or '{}': one of them did not answer", from, to);
  }
  return "?";
}

std::string phrase(const model::Hindrance& hindrance) {
  if (hindrance.detail.empty()) return std::string(word(hindrance.kind));
  return fmt::format("{} {}", word(hindrance.kind), hindrance.detail);
}

}  // namespace haxen::report

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the words by which documents call the enumerators of nodes, VMs and rules.
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
    case FaultKind::unproven: return "unproven";
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

}  // namespace haxen::document

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a daemon tells definitions, defines what runs, and forgets what is off.
#include <fmt/format.h>

#include "simulation/daemon.hpp"
#include "simulation/domain_text.hpp"
#include "simulation/machine.hpp"

namespace haxen::simulation {

Result<void> Daemon::require_off(const VmUuid& vm) const {
  const auto* known = machine_.find(vm);
  if (known == nullptr || !known->qemu) return {};
  return fault(FaultKind::failed, fmt::format("node '{}': the domain is active", machine_.name()));
}

Task<Result<std::map<VmUuid, std::string>>> Daemon::definitions(std::vector<VmUuid> vms) {
  co_await work(ground_.setup.timings.answer);
  std::map<VmUuid, std::string> found;
  for (const auto& vm : vms)
    if (machine_.find(vm) != nullptr) found.emplace(vm, definition_text(ground_.vms.at(vm).vm));
  co_return found;
}

Task<Result<void>> Daemon::undefine(VmUuid vm) {
  co_await work(ground_.setup.timings.answer);
  if (machine_.find(vm) == nullptr) co_return Result<void>{};
  if (auto off = require_off(vm); !off) co_return off;
  if (auto claimed = co_await claim(vm); !claimed) co_return claimed;
  if (auto off = require_off(vm); !off) co_return off;
  auto* const known = *domain(vm);
  known->persistent = false;
  machine_.tidy(vm);
  ground_.witness.say(machine_.name(), vm, "not defined any more");
  co_return Result<void>{};
}

Task<Result<void>> Daemon::make_persistent(VmUuid vm) {
  co_await work(ground_.setup.timings.answer);
  if (auto claimed = co_await claim(vm); !claimed) co_return claimed;
  (*domain(vm))->persistent = true;
  ground_.witness.say(machine_.name(), vm, "defined");
  co_return Result<void>{};
}

}  // namespace haxen::simulation

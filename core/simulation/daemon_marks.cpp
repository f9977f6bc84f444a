// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a simulated daemon keeps its node's marks.
#include <fmt/format.h>

#include "simulation/daemon.hpp"
#include "simulation/machine.hpp"

namespace haxen::simulation {

namespace {

std::string random_uuid(Dice& dice) {
  const auto a = dice.next();
  const auto b = dice.next();
  return fmt::format("{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}", a >> 32U, (a >> 16U) & 0xffffU, a & 0xfffU,
                     b >> 52U, b & 0xffffffffffffU);
}

tl::unexpected<haxen::Fault> gone(const Machine& machine) {
  return fault(FaultKind::missing, fmt::format("node '{}': that mark is gone", machine.name()));
}

// Where the mark of that id is kept; null where there is none.
std::optional<model::Mark>* slot_of(Machine& machine, const std::string& id) {
  for (auto* slot : {&machine.mark, &machine.leaving})
    if (*slot && (*slot)->id == id) return slot;
  return nullptr;
}

}  // namespace

std::optional<model::Mark> mark_of(const Machine& machine) {
  if (!machine.mark) return machine.leaving;
  auto mark = machine.mark;
  mark->leaving = machine.leaving.has_value();
  return mark;
}

Task<Result<std::optional<model::Mark>>> Daemon::read_mark() {
  co_await work(ground_.setup.timings.answer);
  co_return mark_of(machine_);
}

Task<Result<model::Mark>> Daemon::place_mark(model::Mark mark) {
  co_await work(ground_.setup.timings.answer);
  auto& slot = mark.leaving ? machine_.leaving : machine_.mark;
  if (slot) {
    co_return fault(FaultKind::exists, fmt::format("node '{}': it has a mark already", machine_.name()));
  }
  mark.id = random_uuid(ground_.dice);
  slot = mark;
  ground_.witness.say(fmt::format("{}: marked for operation {}", machine_.name(), mark.operation));
  co_return mark;
}

Task<Result<void>> Daemon::rewrite_mark(model::Mark mark) {
  co_await work(ground_.setup.timings.answer);
  auto* const slot = slot_of(machine_, mark.id);
  if (slot == nullptr) co_return gone(machine_);
  mark.leaving = slot == &machine_.leaving;
  *slot = mark;
  co_return Result<void>{};
}

Task<Result<void>> Daemon::remove_mark(std::string id) {
  co_await work(ground_.setup.timings.answer);
  auto* const slot = slot_of(machine_, id);
  if (slot == nullptr) co_return gone(machine_);
  slot->reset();
  ground_.witness.say(fmt::format("{}: unmarked", machine_.name()));
  co_return Result<void>{};
}

}  // namespace haxen::simulation

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how each kind of loose end is put right.
#include "operation/loose_ends.hpp"

#include <fmt/format.h>

#include "executor/aftercare.hpp"
#include "executor/leftover.hpp"
#include "executor/stranded.hpp"

namespace haxen::operation {

namespace {

std::string tell(const Context& context, const model::Vm& vm, const std::string& text) {
  context.listener.hear(model::Warned{model::NamedVm{vm.uuid, vm.name}, std::nullopt, text});
  return fmt::format("vm '{}': {}", vm.name, text);
}

Task<std::string> revive(Context context, model::Vm vm) {
  const auto done =
      co_await executor::revive(context.loop, context.connections, vm, context.settings.proof_patience);
  co_return tell(context, vm,
                 done ? std::string("an interrupted move had left it paused; it was resumed")
                      : "an interrupted move has left it paused: " + done.error().message);
}

Task<std::string> bury(Context context, LooseEnd end) {
  const auto& vm = end.vm;
  const auto done = co_await executor::bury(context.loop, context.connections, vm, end.kept_on);
  const std::string verb = end.stranded == executor::Stranded::shell ? "runs on " : "is on ";
  const auto what = fmt::format("an interrupted move had left a paused copy of it on {}", vm.node);
  co_return tell(context, vm,
                 done ? what + ", which was removed: it " + verb + end.kept_on.str()
                      : what + ": " + done.error().message);
}

Task<std::vector<std::string>> remove_leftover(Context context, LooseEnd end) {
  const auto& vm = end.vm;
  auto told = co_await executor::remove_leftover(context.connections, vm.uuid, vm.node, end.kept_on);
  for (auto& text : told) text = tell(context, vm, text);
  co_return told;
}

}  // namespace

Task<std::vector<std::string>> put_in_order(Context context, LooseEnd end) {
  const auto& vm = end.vm;
  std::vector<std::string> told;
  switch (end.stranded) {
    case executor::Stranded::no: break;
    case executor::Stranded::only_copy: told.push_back(co_await revive(context, vm)); break;
    case executor::Stranded::shell:
    case executor::Stranded::unclaimed: told.push_back(co_await bury(context, end)); co_return told;
    case executor::Stranded::leftover: co_return co_await remove_leftover(context, end);
  }
  const auto failed = co_await executor::settle(context.connections, vm);
  for (const auto& text : failed) told.push_back(fmt::format("vm '{}': {}", vm.name, text));
  co_return told;
}

}  // namespace haxen::operation

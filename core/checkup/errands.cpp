// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a script is run by a node's shell beside the loop.
#include "checkup/errands.hpp"

#include <fmt/format.h>
#include <functional>
#include <utility>

#include "async/worker.hpp"
#include "guard/scripts.hpp"
#include "virt/shell.hpp"

namespace haxen::checkup {

namespace {

using Steady = std::chrono::steady_clock;

Result<std::string> run(const Errand& errand, const ErrandTime& time) {
  const auto command = virt::shell_command(errand.uri, time.connecting);
  if (!command) return fault(FaultKind::unsupported, "it is not reached by ssh");
  auto shell = virt::Shell::open(*command, Steady::now() + time.connecting);
  if (!shell) return tl::unexpected(shell.error());
  const auto answer = shell->ask(guard::with_ending(errand.script), Steady::now() + time.running);
  if (!answer) return tl::unexpected(answer.error());
  return guard::words_of(answer->text);
}

Task<Result<std::string>> run_beside(Loop& loop, Errand errand, ErrandTime time) {
  Worker worker(loop, fmt::format("node '{}'", errand.node));
  std::function<Result<std::string>()> work = [errand, time] { return run(errand, time); };
  auto running =
      worker.call<std::string>(std::move(work), time.connecting + time.running + std::chrono::seconds(1));
  co_return co_await running;
}

}  // namespace

Task<std::vector<Result<std::string>>> run_errands(Loop& loop, std::vector<Errand> errands, ErrandTime time) {
  std::vector<Task<Result<std::string>>> tasks;
  for (auto& errand : errands) tasks.push_back(run_beside(loop, std::move(errand), time));
  co_return co_await all(loop, std::move(tasks));
}

}  // namespace haxen::checkup

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the order in which a round of questions goes.
#include "inventory/survey.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/duration.hpp"

namespace haxen::inventory {

namespace {

using namespace std::chrono_literals;

// The opening of a connection has the same deadline and ends with the better reason: let that one be heard.
constexpr auto grace = 100ms;
// For what can only be asked once the slowest node has spoken.
constexpr auto judging_time = 1s;

Fault silent(const NodeName& name, Duration deadline) {
  return {FaultKind::late, fmt::format("node '{}': no answer within {}", name, to_string(Seconds(deadline))),
          "the node or the way to it hangs"};
}

}  // namespace

Survey::Survey(Loop& loop, virt::Hosts& hosts, std::vector<NodeName> nodes, Duration deadline, Images images,
               const std::vector<std::string>& sought)
    : loop_(loop),
      hosts_(hosts),
      deadline_(deadline),
      images_(images),
      paths_(sought.begin(), sought.end()),
      ended_(loop) {
  for (auto& name : nodes) nodes_.emplace(std::move(name), Asked{});
}

void Survey::ask_about_cpu(const std::string& cpu) {
  if (!cpu.empty()) cpus_.insert(cpu);
}

void Survey::begin() {
  for (const auto& [name, asked] : nodes_) loop_.spawn(observe(shared_from_this(), name));
  loop_.spawn(limit(shared_from_this()));
  end_if_complete();
}

Task<Result<virt::Observation>> Survey::open_and_observe(NodeName name) {
  auto opened = co_await hosts_.open(name);
  if (!opened) co_return tl::unexpected(opened.error());
  const std::shared_ptr<virt::Host> host = std::move(*opened);
  auto seen = co_await host->observe();
  if (seen && !ended_.happened()) nodes_.at(name).host = host;
  co_return seen;
}

Task<void> Survey::observe(std::shared_ptr<Survey> self, NodeName name) {
  auto seen = co_await self->open_and_observe(name);
  self->settle(name, std::move(seen));
}

Task<void> Survey::judge(std::shared_ptr<Survey> self, NodeName name, std::string cpu) {
  const auto host = self->nodes_.at(name).host;
  if (!host) co_return;  // the time was up before this turn came
  const auto fit = co_await host->judge_cpu(cpu);
  auto& asked = self->nodes_.at(name);
  --asked.judging;
  if (fit)
    asked.cpu_fit[cpu] = *fit;
  else
    asked.lost =
        asked.lost || fit.error().kind == FaultKind::late || fit.error().kind == FaultKind::unreachable;
  self->end_if_complete();
}

Task<void> Survey::seek(std::shared_ptr<Survey> self, NodeName name, std::vector<std::string> paths) {
  const auto host = self->nodes_.at(name).host;
  if (!host) co_return;  // the time was up before this turn came
  const auto found = co_await host->find_images(paths);
  auto& asked = self->nodes_.at(name);
  --asked.judging;
  if (found)
    for (const auto& [path, image] : *found) asked.images[path] = image;
  else
    asked.lost =
        asked.lost || found.error().kind == FaultKind::late || found.error().kind == FaultKind::unreachable;
  self->end_if_complete();
}

Task<void> Survey::limit(std::shared_ptr<Survey> self) {
  const auto start = self->loop_.now();
  co_await self->loop_.sleep_until(start + self->deadline_ + grace);
  for (const auto& [name, asked] : self->nodes_)
    self->settle(name, tl::unexpected(silent(name, self->deadline_)));
  co_await self->loop_.sleep_until(start + self->deadline_ + judging_time);
  if (!self->ended_.happened()) self->ended_.set();
}

void Survey::settle(const NodeName& name, Result<virt::Observation> seen) {
  auto& asked = nodes_.at(name);
  if (asked.seen || ended_.happened()) return;
  asked.seen = std::move(seen);
  if (*asked.seen) {
    for (const auto& cpu : cpus_) start_judging(name, cpu);
    for (const auto& vm : (*asked.seen)->vms) {
      if (vm.cpu.empty() || !cpus_.insert(vm.cpu).second) continue;
      for (const auto& [node, other] : nodes_) start_judging(node, vm.cpu);
    }
    ask_for_images(name, **asked.seen);
  }
  end_if_complete();
}

void Survey::start_judging(const NodeName& name, const std::string& cpu) {
  auto& asked = nodes_.at(name);
  if (!asked.seen || !*asked.seen) return;
  asked.cpu_fit[cpu] = model::CpuFit::unknown;
  ++asked.judging;
  loop_.spawn(judge(shared_from_this(), name, cpu));
}

// The newcomer is asked for what the others have, and they for what it has.
void Survey::ask_for_images(const NodeName& name, const virt::Observation& seen) {
  start_seeking(name, {paths_.begin(), paths_.end()});
  const auto own = local_images(seen, images_);
  for (const auto& [node, other] : nodes_)
    if (node != name) start_seeking(node, own);
  paths_.insert(own.begin(), own.end());
}

void Survey::start_seeking(const NodeName& name, const std::vector<std::string>& paths) {
  auto& asked = nodes_.at(name);
  if (paths.empty() || !asked.seen || !*asked.seen) return;
  for (const auto& path : paths) asked.images.try_emplace(path);
  ++asked.judging;
  loop_.spawn(seek(shared_from_this(), name, paths));
}

void Survey::end_if_complete() {
  const auto is_complete = [](const auto& each) { return each.second.seen && each.second.judging == 0; };
  if (!ended_.happened() && std::ranges::all_of(nodes_, is_complete)) ended_.set();
}

Task<void> Survey::look_again(std::set<NodeName> nodes) {
  std::vector<NodeName> asked;
  std::vector<Task<Result<virt::Observation>>> questions;
  for (const auto& name : nodes) {
    const auto& node = nodes_.at(name);
    if (!node.host || node.judging != 0 || node.lost) continue;  // its connection would not answer
    asked.push_back(name);
    questions.push_back(node.host->observe());
  }
  auto seen = co_await all(loop_, std::move(questions));
  for (std::size_t i = 0; i < asked.size(); ++i) nodes_.at(asked[i]).seen = std::move(seen[i]);
}

std::map<NodeName, Answer> Survey::answers() const {
  std::map<NodeName, Answer> all;
  for (const auto& [name, asked] : nodes_)
    all.emplace(name, Answer{*asked.seen, asked.cpu_fit, asked.images});
  return all;
}

std::map<NodeName, std::shared_ptr<virt::Host>> Survey::take_connections() {
  std::map<NodeName, std::shared_ptr<virt::Host>> open;
  for (auto& [name, asked] : nodes_) {
    const auto host = std::exchange(asked.host, nullptr);
    if (host && *asked.seen && asked.judging == 0 && !asked.lost) open.emplace(name, host);
  }
  return open;
}

}  // namespace haxen::inventory

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows when a control connection is opened, by whom, and when it is dropped.
#include "executor/connections.hpp"

namespace haxen::executor {

namespace {

using namespace std::chrono_literals;

// An opening that failed faster than this did not wait for anybody.
constexpr auto patience = 1s;

}  // namespace

template <class T>
Task<Result<T>> Connections::ask(NodeName node, std::optional<VmUuid> about, Question<T> question) {
  Result<T> answer = fault(FaultKind::unreachable, "");
  for (int attempt = 0; attempt < 2; ++attempt) {
    const auto line = key(node, about);
    const auto host = co_await control(line);
    if (!host) co_return tl::unexpected(host.error());
    const std::shared_ptr<virt::Host> held = *host;
    answer = co_await question(*held);
    if (answer || !is_lost(answer.error())) co_return answer;
    drop(line, held);
    if (answer.error().kind != FaultKind::late) continue;
    // It may only have waited behind another's question: once more, and alone.
    if (!about || line.second == about) co_return answer;
    put_on_line(node, *about, *about);
  }
  co_return answer;
}

Connections::Key Connections::key(const NodeName& node, const std::optional<VmUuid>& about) const {
  const auto apart = apart_.find({node, about});
  return apart == apart_.end() ? Key{node, {}} : Key{node, apart->second};
}

void Connections::put_on_line(const NodeName& node, const VmUuid& vm, const VmUuid& line) {
  apart_.insert_or_assign({node, vm}, line);
}

Task<Result<std::shared_ptr<virt::Host>>> Connections::control(Key key) {
  // std::map keeps references valid; nothing is ever erased.
  Line& line = lines_[key];
  while (line.opening) co_await opened_;
  if (line.host) co_return line.host;
  line.opening = true;
  auto host = co_await try_to_open(key.first);
  line.opening = false;
  opened_.ring();
  if (!host) co_return tl::unexpected(host.error());
  line.host = std::move(*host);
  co_return line.host;
}

Task<Result<std::unique_ptr<virt::Host>>> Connections::try_to_open(NodeName node) {
  if (const auto known = silent_.find(node); known != silent_.end() && loop_.now() < known->second.until)
    co_return tl::unexpected(known->second.fault);
  const auto start = loop_.now();
  auto host = co_await hosts_.open(node);
  const auto waited = loop_.now() - start;
  if (!host && waited > patience) silent_[node] = Silence{loop_.now() + waited / 2, host.error()};
  co_return host;
}

void Connections::drop(const Key& key, const std::shared_ptr<virt::Host>& host) {
  auto& line = lines_[key];
  if (line.host == host) line.host = nullptr;
}

Task<Result<virt::Presence>> Connections::look(const NodeName& node, const VmUuid& vm) {
  return ask<virt::Presence>(node, vm, [vm](virt::Host& host) { return host.look(vm); });
}

Task<Result<std::map<VmUuid, std::string>>> Connections::definitions(const NodeName& node,
                                                                     const std::vector<VmUuid>& vms) {
  using Texts = std::map<VmUuid, std::string>;
  return ask<Texts>(node, std::nullopt, [vms](virt::Host& host) { return host.definitions(vms); });
}

Task<Result<std::optional<model::Mark>>> Connections::read_mark(const NodeName& node) {
  return ask<std::optional<model::Mark>>(node, std::nullopt,
                                         [](virt::Host& host) { return host.read_mark(); });
}

Task<Result<model::Mark>> Connections::place_mark(const NodeName& node, const model::Mark& mark) {
  return ask<model::Mark>(node, std::nullopt, [mark](virt::Host& host) { return host.place_mark(mark); });
}

Task<Result<void>> Connections::rewrite_mark(const NodeName& node, const model::Mark& mark) {
  return ask<void>(node, std::nullopt, [mark](virt::Host& host) { return host.rewrite_mark(mark); });
}

Task<Result<void>> Connections::remove_mark(const NodeName& node, const std::string& id) {
  return ask<void>(node, std::nullopt, [id](virt::Host& host) { return host.remove_mark(id); });
}

Task<Result<virt::Notes>> Connections::read_notes(const NodeName& node, const VmUuid& vm) {
  return ask<virt::Notes>(node, vm, [vm](virt::Host& host) { return host.read_notes(vm); });
}

Task<Result<void>> Connections::write_notes(const NodeName& node, const VmUuid& vm,
                                            const virt::Notes& notes) {
  return ask<void>(node, vm, [vm, notes](virt::Host& host) { return host.write_notes(vm, notes); });
}

Task<Result<Milliseconds>> Connections::downtime_limit(const NodeName& node, const VmUuid& vm) {
  return ask<Milliseconds>(node, vm, [vm](virt::Host& host) { return host.downtime_limit(vm); });
}

Task<Result<void>> Connections::set_downtime_limit(const NodeName& node, const VmUuid& vm,
                                                   Milliseconds limit) {
  return ask<void>(node, vm, [vm, limit](virt::Host& host) { return host.set_downtime_limit(vm, limit); });
}

Task<Result<bool>> Connections::autostart(const NodeName& node, const VmUuid& vm) {
  return ask<bool>(node, vm, [vm](virt::Host& host) { return host.autostart(vm); });
}

Task<Result<void>> Connections::set_autostart(const NodeName& node, const VmUuid& vm) {
  return ask<void>(node, vm, [vm](virt::Host& host) { return host.set_autostart(vm, true); });
}

Task<Result<void>> Connections::clear_autostart(const NodeName& node, const VmUuid& vm) {
  return ask<void>(node, vm, [vm](virt::Host& host) { return host.set_autostart(vm, false); });
}

Task<Result<std::map<VmUuid, std::vector<std::string>>>> Connections::addresses(
    const NodeName& node, const std::vector<VmUuid>& vms) {
  using Addresses = std::map<VmUuid, std::vector<std::string>>;
  return ask<Addresses>(node, std::nullopt, [vms](virt::Host& host) { return host.addresses(vms); });
}

Task<Result<std::map<VmUuid, virt::MemoryUse>>> Connections::memory_use(const NodeName& node,
                                                                        const std::vector<VmUuid>& vms) {
  using Uses = std::map<VmUuid, virt::MemoryUse>;
  return ask<Uses>(node, std::nullopt, [vms](virt::Host& host) { return host.memory_use(vms); });
}

Task<Result<model::JobSample>> Connections::job(const NodeName& node, const VmUuid& vm) {
  return ask<model::JobSample>(node, vm, [vm](virt::Host& host) { return host.job(vm); });
}

Task<Result<void>> Connections::abort_job(const NodeName& node, const VmUuid& vm) {
  return ask<void>(node, vm, [vm](virt::Host& host) { return host.abort_job(vm); });
}

Task<Result<void>> Connections::start_postcopy(const NodeName& node, const VmUuid& vm) {
  return ask<void>(node, vm, [vm](virt::Host& host) { return host.start_postcopy(vm); });
}

Task<Result<std::optional<Seconds>>> Connections::completed_downtime(const NodeName& node, const VmUuid& vm) {
  return ask<std::optional<Seconds>>(node, vm,
                                     [vm](virt::Host& host) { return host.completed_downtime(vm); });
}

Task<Result<void>> Connections::resume(const NodeName& node, const VmUuid& vm) {
  return ask<void>(node, vm, [vm](virt::Host& host) { return host.resume(vm); });
}

Task<Result<void>> Connections::discard(const NodeName& node, const VmUuid& vm) {
  return ask<void>(node, vm, [vm](virt::Host& host) { return host.discard(vm); });
}

Task<Result<void>> Connections::destroy_partial(const NodeName& node, const VmUuid& vm) {
  return ask<void>(node, vm, [vm](virt::Host& host) { return host.destroy_partial(vm); });
}

Task<Result<void>> Connections::undefine(const NodeName& node, const VmUuid& vm) {
  return ask<void>(node, vm, [vm](virt::Host& host) { return host.undefine(vm); });
}

Task<Result<void>> Connections::make_persistent(const NodeName& node, const VmUuid& vm) {
  return ask<void>(node, vm, [vm](virt::Host& host) { return host.make_persistent(vm); });
}

Task<Result<void>> Connections::make_image(const NodeName& node, const virt::ImageOrder& order) {
  return ask<void>(node, std::nullopt, [order](virt::Host& host) { return host.make_image(order); });
}

Task<Result<void>> Connections::remove_image(const NodeName& node, const std::string& path) {
  return ask<void>(node, std::nullopt, [path](virt::Host& host) { return host.remove_image(path); });
}

Task<Result<void>> Connections::shut_down(const NodeName& node, const VmUuid& vm) {
  return ask<void>(node, vm, [vm](virt::Host& host) { return host.shut_down(vm); });
}

Task<Result<void>> Connections::define(const NodeName& node, const virt::Definition& definition) {
  return ask<void>(node, definition.vm.uuid,
                   [definition](virt::Host& host) { return host.define(definition); });
}

Task<Result<void>> Connections::start(const NodeName& node, const VmUuid& vm) {
  return ask<void>(node, vm, [vm](virt::Host& host) { return host.start(vm); });
}

}  // namespace haxen::executor

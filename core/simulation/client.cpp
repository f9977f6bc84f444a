// SPDX-License-Identifier: GPL-2.0-or-later
// Knows one haxen in a simulated world.
#include "simulation/client.hpp"

#include <utility>

#include "simulation/machine.hpp"
#include "simulation/simulated_host.hpp"

namespace haxen::simulation {

Client::Client(Ground& ground, Site site)
    : ground_(ground),
      site_(std::move(site)),
      loop_(std::make_unique<Loop>(ground.loop)),
      lines_(std::make_shared<std::vector<std::weak_ptr<Connection>>>()),
      done_(ground.loop) {
  hosts_ = std::make_unique<SimulatedHosts>(ground_, *loop_, site_, lines_);
}

Client::~Client() = default;

void Client::start(Task<void> program) { loop_->spawn(run(std::move(program))); }

Task<void> Client::run(Task<void> program) {
  co_await program;
  ending_ = Ending::finished;
  done_.set();
}

Task<Ending> Client::ended() {
  co_await done_;
  co_return *ending_;
}

std::optional<bool> Client::sees(const Site& onlooker, const NodeName& node) const {
  const auto is_on = [this](const Site& site) {
    const auto* machine = ground_.find_machine(NodeName(site.str()));
    return machine == nullptr || machine->powered();
  };
  if (onlooker != site_ && (!is_on(onlooker) || !ground_.network.connected(site_, onlooker)))
    return std::nullopt;
  return is_on(site_of(node)) && ground_.network.connected(onlooker, site_of(node));
}

bool Client::switch_off(const NodeName& node) {
  const auto found = ground_.setup.fences.find(node);
  const auto device = found == ground_.setup.fences.end() ? FenceDevice::works : found->second;
  switch (device) {
    case FenceDevice::works: ground_.machine(node).cut_power(); return true;
    case FenceDevice::fails: return !ground_.machine(node).powered();
    case FenceDevice::lies: return true;
  }
  return false;
}

std::optional<bool> Client::is_shut(const NodeName& node) const {
  if (!sees(site_, node).value_or(false)) return std::nullopt;
  return ground_.machine(node).shut;
}

bool Client::admit(const NodeName& node) {
  if (!is_shut(node)) return false;
  ground_.machine(node).shut = false;
  return true;
}

void Client::kill() {
  if (!alive()) return;
  // Held while the process goes: its kernel closes what the process had open.
  std::vector<Line> open;
  for (const auto& each : *lines_) open.push_back(each.lock());
  loop_.reset();
  for (const auto& line : open) {
    if (line) line->hang_up();
  }
  if (!ending_) ground_.witness.say("the haxen at " + site_.str() + " is killed");
  if (!ending_) ending_ = Ending::killed;
  done_.set();
}

}  // namespace haxen::simulation

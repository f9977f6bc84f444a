// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a machine is asked about itself.
#include "here.hpp"

#include <chrono>
#include <cstdlib>
#include <fmt/format.h>
#include <string>
#include <thread>

#include "config/local_node.hpp"
#include "self.hpp"
#include "virt/child.hpp"

namespace haxen::program {

namespace {

using namespace std::chrono_literals;

constexpr auto patience_with_systemd = 10s;

// One of the words that systemctl(1) lists for is-system-running.
Result<std::string> system_state() {
  virt::Child child({"systemctl", "is-system-running"}, virt::Complaints::joined);
  const auto word = child.read_line(std::chrono::steady_clock::now() + patience_with_systemd);
  if (word && !word->empty() && word->find(' ') == std::string::npos) return *word;
  return fault(FaultKind::failed,
               fmt::format("systemd does not say in what state this machine is{}",
                           word && !word->empty() ? ": " + *word : ""),
               "'systemctl is-system-running' has to work here");
}

}  // namespace

Result<NodeName> local_node(const config::Config& config) {
  const auto* said = std::getenv("HAXEN_NODE");
  if (said == nullptr || *said == '\0') return config::node_called(config, self().holder.host);
  const NodeName node(said);
  if (config::find_node(config, node) != nullptr) return node;
  return fault(FaultKind::usage,
               fmt::format("HAXEN_NODE is '{}', and the fleet file has no such node", said));
}

void reach_directly(config::Config& config, const NodeName& node) {
  for (auto& entry : config.nodes)
    if (entry.name == node) entry.uri = config::local_uri(entry.uri);
}

Result<bool> is_stopping() {
  const auto state = system_state();
  if (!state) return tl::unexpected(state.error());
  return *state == "stopping";
}

Result<void> await_health(Milliseconds patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  while (true) {
    const auto state = system_state();
    if (!state) return tl::unexpected(state.error());
    if (*state == "running") return {};
    if (*state == "degraded")
      return fault(FaultKind::failed, "not everything on this machine has started: a unit has failed",
                   "'systemctl --failed' lists what has; 'systemctl reset-failed' forgets it");
    const bool comes_up = *state == "initializing" || *state == "starting";
    if (!comes_up) return fault(FaultKind::failed, fmt::format("this machine is in the state '{}'", *state));
    if (std::chrono::steady_clock::now() > until)
      return fault(FaultKind::late, "this machine does not finish starting within the time limit");
    std::this_thread::sleep_for(1s);
  }
}

}  // namespace haxen::program

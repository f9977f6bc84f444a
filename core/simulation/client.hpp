// SPDX-License-Identifier: GPL-2.0-or-later
// Knows one haxen in a simulated world: a process that can be killed at any moment, and its connections.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "async/loop.hpp"
#include "simulation/connection.hpp"
#include "simulation/ground.hpp"
#include "virt/host.hpp"

namespace haxen::simulation {

enum class Ending { finished, killed };

/// Everything of it runs on its own loop; what is killed leaves nothing behind but what it had asked the
/// daemons for.
class Client {
 public:
  Client(Ground& ground, Site site);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  const Site& site() const { return site_; }
  bool alive() const { return loop_ != nullptr; }
  /// Both only while it is alive.
  Loop& loop() { return *loop_; }
  virt::Hosts& hosts() { return *hosts_; }

  /// Runs `program` in this process, once. What it refers to outlives the client.
  void start(Task<void> program);
  /// Returns, on the world's loop, when the program has ended or the client was killed.
  Task<Ending> ended();

  /// Whether `node` shows a sign of life to `onlooker`, another node or ourselves; none where we do not get
  /// through to it.
  std::optional<bool> sees(const Site& onlooker, const NodeName& node) const;
  /// Has the node's fence device, which is always reached, switch it off; true where the device says that it
  /// is off.
  bool switch_off(const NodeName& node);
  /// What the guard of `node` says: whether it lets no VM start; none where we do not get through to it.
  std::optional<bool> is_shut(const NodeName& node) const;
  /// Has it let VMs start again; false where we do not get through to it.
  bool admit(const NodeName& node);

  /// As kill -9 does it. Never called by what runs in it.
  void kill();

 private:
  Task<void> run(Task<void> program);

  Ground& ground_;
  Site site_;
  std::unique_ptr<Loop> loop_;
  std::unique_ptr<virt::Hosts> hosts_;
  std::shared_ptr<std::vector<std::weak_ptr<Connection>>> lines_;
  std::optional<Ending> ending_;
  Event done_;
};

}  // namespace haxen::simulation

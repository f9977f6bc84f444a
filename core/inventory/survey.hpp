// SPDX-License-Identifier: GPL-2.0-or-later
// Knows a round of questions to all nodes while it is under way.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "async/loop.hpp"
#include "inventory/assemble.hpp"
#include "inventory/local_images.hpp"
#include "virt/host.hpp"

namespace haxen::inventory {

/// Shared by the tasks that ask: one that is late finds it still there, and closed.
class Survey : public std::enable_shared_from_this<Survey> {
 public:
  /// Every node is asked for the paths in `sought` as well.
  Survey(Loop& loop, virt::Hosts& hosts, std::vector<NodeName> nodes, Duration deadline, Images images,
         const std::vector<std::string>& sought = {});

  /// Before the beginning: every node is to judge this CPU too, whichever VM of theirs has it.
  void ask_about_cpu(const std::string& cpu);
  /// Starts asking everybody.
  void begin();
  /// Everybody has answered everything, or the time is up.
  Event& ended() { return ended_; }

  /// After the end: asks these nodes once more; what they say now takes the place of what they said. One that
  /// does not answer any more is absent from then on.
  Task<void> look_again(std::set<NodeName> nodes);

  /// After the end: what every node said.
  std::map<NodeName, Answer> answers() const;
  /// After the end, and once: the connections of the nodes that answered and owe nothing.
  std::map<NodeName, std::shared_ptr<virt::Host>> take_connections();

 private:
  struct Asked {
    std::shared_ptr<virt::Host> host;
    std::optional<Result<virt::Observation>> seen;
    std::map<std::string, model::CpuFit> cpu_fit;
    std::map<std::string, model::Image> images;
    std::size_t judging = 0;  ///< questions that wait for an answer: CPUs and images
    bool lost = false;
  };

  static Task<void> observe(std::shared_ptr<Survey> self, NodeName name);
  static Task<void> judge(std::shared_ptr<Survey> self, NodeName name, std::string cpu);
  static Task<void> seek(std::shared_ptr<Survey> self, NodeName name, std::vector<std::string> paths);
  static Task<void> limit(std::shared_ptr<Survey> self);
  Task<Result<virt::Observation>> open_and_observe(NodeName name);

  void settle(const NodeName& name, Result<virt::Observation> seen);
  void start_judging(const NodeName& name, const std::string& cpu);
  void ask_for_images(const NodeName& name, const virt::Observation& seen);
  void start_seeking(const NodeName& name, const std::vector<std::string>& paths);
  void end_if_complete();

  Loop& loop_;
  virt::Hosts& hosts_;
  Duration deadline_;
  std::map<NodeName, Asked> nodes_;
  Images images_;
  std::set<std::string> cpus_;
  std::set<std::string> paths_;  ///< sought, and of local images, of all nodes that have answered
  Event ended_;
};

}  // namespace haxen::inventory

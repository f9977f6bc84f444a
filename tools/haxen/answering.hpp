// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how VMs that were started are waited for until their guests answer.
#pragma once

#include <map>
#include <memory>

#include "executor/settings.hpp"
#include "model/outcome.hpp"
#include "session.hpp"

namespace haxen::program {

/// Hears all that happens and passes it on. From the moment at which a VM is proven to run, it is probed
/// over and over, where find_targets() says, until it answers. What is referred to outlives it.
class Answering : public executor::Listener {
 public:
  Answering(Session& session, executor::StopSwitch& stop, executor::Listener& next, bool probes)
      : session_(session), stop_(stop), next_(next), probes_(probes) {}

  void hear(const model::Happening& happening) override;

  /// Waits until each of them has answered, two minutes have passed since its start, or somebody says stop;
  /// then each start has in it whether it answered, and when. Of those that a stop cut short it says nothing,
  /// and the outcome is an interrupted one. Does nothing where nothing is to be probed.
  Task<void> end(model::Outcome& outcome);

 private:
  struct Wait {
    explicit Wait(Loop& loop) : over(loop) {}
    model::Vm vm;
    Time began{};  // its start
    std::optional<Seconds> answered{};
    std::string why;  // what was in the way last
    Event over;
  };

  Task<void> await_answer(std::shared_ptr<Wait> wait);
  Task<bool> answers(std::shared_ptr<Wait> wait);

  Session& session_;
  executor::StopSwitch& stop_;
  executor::Listener& next_;
  bool probes_;
  std::map<VmUuid, std::shared_ptr<Wait>> waits_;
};

}  // namespace haxen::program

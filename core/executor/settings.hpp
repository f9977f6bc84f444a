// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how an operator wants a plan carried out.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "async/loop.hpp"
#include "base/duration.hpp"
#include "base/names.hpp"
#include "executor/hooks.hpp"
#include "model/event.hpp"

namespace haxen::executor {

/// How many migrations, and starts, may run at once.
struct Parallel {
  unsigned per_source = 2;
  unsigned per_target = 2;
  unsigned in_fleet = 8;
  unsigned starts_per_node = 4;
};

/// How a node is reached by the others.
struct Endpoint {
  std::string peer_uri;
  std::string migrate_uri;
};

/// What becomes of a copied disk's image where the VM was, once it is proven to run with the copy.
enum class SourceImages { kept, removed };

struct Settings {
  OperationId operation;
  Parallel parallel;
  std::map<NodeName, Endpoint> endpoints;
  std::set<NodeName> leaving;  ///< nodes whose VMs remember them as their origin
  bool tls = false;            ///< encrypt the memory stream
  SourceImages source_images = SourceImages::kept;
  std::optional<Milliseconds> max_outage;  ///< instead of each VM's own budget
  /// Tells the date, for VMs to remember when they were moved; without it they do not.
  std::function<model::WallTime()> date{};
  bool allow_throttle = false;  ///< for every VM, whatever its own policy says
  bool allow_postcopy = false;  ///< the same
  Duration sample_every = std::chrono::milliseconds(200);
  /// Without a byte sent for this long, a migration is given up.
  Duration no_progress = std::chrono::seconds(60);
  /// How long both ends are asked before a VM counts as unproven. Longer than libvirt's keepalive of 30 s:
  /// until then a daemon that lost its peer has not made up its mind.
  Duration proof_patience = std::chrono::seconds(40);
  /// How long a guest that was asked to shut down may take. It is never forced.
  Duration shut_down_patience = std::chrono::minutes(3);
  /// How long the saving of a VM's memory to its node's disk may take.
  Duration save_patience = std::chrono::minutes(5);
  std::shared_ptr<Hooks> hooks = std::make_shared<NoHooks>();
};

/// Hears what happens, as it happens.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual void hear(const model::Happening& happening) = 0;
};

/// What the operator said since the work began. Pressed once: no new moves. Twice: running ones are aborted
/// too.
class StopSwitch {
 public:
  explicit StopSwitch(Loop& loop) : bell_(loop) {}

  bool no_new_moves() const { return presses_ > 0; }
  bool abort_running() const { return presses_ > 1; }
  std::optional<model::StopCause> cause() const { return cause_; }
  bool was_asked() const {
    return cause_ == model::StopCause::asked || cause_ == model::StopCause::asked_twice;
  }

  void press(model::StopCause cause) {
    cause_ = cause;
    ++presses_;
    bell_.ring();
  }
  Bell& pressed() { return bell_; }

 private:
  Bell bell_;
  int presses_ = 0;
  std::optional<model::StopCause> cause_;
};

}  // namespace haxen::executor

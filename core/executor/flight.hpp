// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how one migration is watched from its start to its end, and when it is given up.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "executor/connections.hpp"
#include "executor/ground.hpp"
#include "migration/steering.hpp"
#include "virt/host.hpp"

namespace haxen::executor {

/// One attempt. Outlives its fly() or join(). Where the VM is after that is for others to prove.
class Flight {
 public:
  Flight(const Ground& ground, model::NamedVm vm, NodeName from, const migration::Bounds& bounds);

  /// Starts a migration and watches it. What was given up is a fault of kind `aborted` that says why, also
  /// where the call does not return. A definition (`request.offline`) has nothing to be watched: it is waited
  /// for only, and is `late` after Settings::no_progress.
  Task<Result<void>> fly(virt::MigrationRequest request);

  /// Watches one that somebody else has started, until there is none any more, or its source calls it a
  /// post-copy that broke off and nothing of it goes over; how it ended is not told.
  Task<Result<void>> join();

  /// Not a byte went over, and it looks as if the two daemons did not come together; `why` is what fly()
  /// told.
  bool never_left(const Fault& why) const;

  /// When the source told that the guest was stopped; none where it did not.
  std::optional<Time> guest_stopped() const { return guest_stopped_; }

  /// When the target told that the guest of a post-copy began to run there; none where it did not.
  std::optional<Time> guest_started() const {
    return at_target_ ? at_target_->guest_started() : std::nullopt;
  }

 private:
  // A migrate call and where its end is told. Shared with the task that waits for the call, which may never
  // return.
  struct Call {
    std::unique_ptr<virt::Host> host;
    std::optional<Result<void>> result;
    std::shared_ptr<Bell> bell;
  };

  static Task<void> make(std::shared_ptr<Call> call, virt::MigrationRequest request);
  Task<Result<void>> await(std::shared_ptr<Call> call);
  Task<Result<void>> watch(std::shared_ptr<Call> call);
  bool is_over(const std::shared_ptr<Call>& call) const;
  bool is_beyond_hope() const;
  Task<void> sample(std::shared_ptr<Call> call);
  Task<void> steer(model::JobSample sample);
  Task<void> go_postcopy(std::string why);
  Task<void> watch_target();
  Task<void> let_go_if_torn();
  Task<void> give_up_if_silent();
  Task<void> give_up(std::string why);
  Task<bool> keep_from_switching_over();

  Ground ground_;
  model::NamedVm vm_;
  NodeName from_;
  NodeName to_;
  migration::Steering steering_;
  std::shared_ptr<Bell> bell_;
  bool over_ = false;      // as far as the source's job tells
  std::string gave_up_;    // why this side ended the migration
  bool silent_ = false;    // that was because nothing went over
  bool postcopy_ = false;  // there is no way back any more
  Time gave_up_at_{};
  Time last_progress_{};
  Time last_contact_{};
  std::uint64_t processed_ = 0;
  unsigned throttle_ = 0;  // percent
  std::optional<Time> guest_stopped_{};
  std::unique_ptr<virt::Host> at_target_;  // where a post-copy's guest goes on
  bool data_went_over_ = false;            // some libvirts tell zeros again at a migration's end
};

/// A migration as this side saw it.
struct Flown {
  Result<void> ended;
  std::optional<Time> guest_stopped{};
  std::optional<Time> guest_started{};  ///< of a post-copy: at the target
};

/// Flies by the source's daemon, or, where that turns out not to reach the target's, by haxen's own two
/// connections; that is remembered for the run, and said once.
Task<Flown> send(Ground ground, model::NamedVm vm, NodeName from, virt::MigrationRequest request,
                 migration::Bounds bounds);

}  // namespace haxen::executor

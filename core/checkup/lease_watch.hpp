// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what the onlookers' answers about a node's lease come to, one round after the other.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "async/loop.hpp"
#include "checkup/lease_answer.hpp"
#include "model/death.hpp"
#include "model/lease.hpp"

namespace haxen::checkup {

struct SoughtLease {
  NodeName node;
  model::HostLease lease;
  std::vector<std::string> hosts;  ///< names under which its host may go
  /// How long ago the node itself has answered last, as far as that is known; may be empty.
  std::function<std::optional<Seconds>()> unseen{};
};

/// What is behind the UUID that sanlock puts before its host's name where it is not told another (sanlock
/// 3.8.5: "UUID.NAME", cut off after 48 characters); all of it where there is none.
std::string_view host_part(std::string_view owner);

/// Whether a lease with this owner is the node's: by the fleet file's `owner`, whole or as its host_part();
/// else by the names of its host, with or without a domain, as far as sanlock tells them.
bool is_owner(const SoughtLease& sought, const std::string& owner);

/// What came of asking one other node.
struct LeaseAnswer {
  NodeName onlooker;
  Result<LeaseView> view;
};

class LeaseWatch {
 public:
  explicit LeaseWatch(SoughtLease sought) : sought_(std::move(sought)) {}

  /// Dead where at least one onlooker can be believed and all those say that the lease is free or dead, and
  /// has not been so already while the node still answered: then it does not depend on the lease. Alive
  /// where one has seen a renewal that is certainly younger than begin(): it has read the lease twice since.
  /// Silent while it is held. Unknown where nobody tells, or it proves nothing.
  model::Testimony hear(const std::vector<LeaseAnswer>& round);

  /// From here on renewals are signs of life.
  void begin();

  /// Nothing will change that by waiting: it is dead or alive, another's, given up long since, or no onlooker
  /// is in the lockspace.
  bool is_settled() const { return settled_; }

  /// It was renewed before or after begin(), and no onlooker has read it often enough to tell which.
  bool in_doubt() const;

  const SoughtLease& sought() const { return sought_; }

 private:
  struct Seen {
    std::optional<LeaseRecord> before{};   ///< the last one before begin()
    std::optional<std::uint64_t> began{};  ///< by the onlooker's clock, at its first answer after it
    std::optional<LeaseRecord> base{};     ///< the first that was read after that
    std::optional<LeaseRecord> last{};
    bool is_renewed = false;
  };
  struct Opinion;

  Opinion opinion_of(const LeaseAnswer& answer);
  void note(Seen& seen, const LeaseView& view, const LeaseRecord& record) const;
  model::Testimony told(model::Sign sign, const std::string& witness, std::string detail) const;

  SoughtLease sought_;
  std::map<NodeName, Seen> seen_{};
  bool settled_ = false;
};

/// Asks all onlookers once.
using LeaseAsking = std::function<Task<std::vector<LeaseAnswer>>()>;

struct LeaseWait {
  Milliseconds every{};                                 ///< between two rounds
  Milliseconds limit{};                                 ///< for all of it, but for the last round's answers
  std::function<bool()> stopped;                        ///< asked once a second
  std::function<void(const model::Testimony&)> begins;  ///< told once, where it has to be waited for
};

/// Waits until the lease is settled, the limit is reached, or it is stopped. `watch` outlives the task.
Task<model::Testimony> await_lease(Loop& loop, LeaseWatch& watch, LeaseAsking ask, LeaseWait wait);

/// One round, and more as long as it is in doubt, until the limit.
Task<model::Testimony> look_at_lease(Loop& loop, LeaseWatch& watch, LeaseAsking ask, LeaseWait wait);

}  // namespace haxen::checkup

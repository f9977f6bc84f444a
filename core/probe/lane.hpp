// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what the probes of one target are to the prober, however they travel.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "probe/endpoint.hpp"
#include "probe/poll.hpp"
#include "probe/tally.hpp"

namespace haxen::probe {

/// What a lane is given to work with.
struct LaneGround {
  Poll& poll;
  std::size_t number = 0;   ///< of the lane
  std::uint64_t token = 0;  ///< tells its probes from all others
  Span patience{};          ///< how long one connection is waited for
  Span listed_from{};
};

class Lane {
 public:
  Lane(Endpoint endpoint, const LaneGround& ground)
      : endpoint_(std::move(endpoint)), ground_(ground), tally_(ground.listed_from) {}
  virtual ~Lane() = default;
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  /// Nothing is to be waited for before the first probe.
  virtual bool is_ready() const { return true; }
  /// Sends one probe. `late`: by how much, at this moment.
  virtual void send(std::uint64_t sequence, Span late) = 0;
  /// One of its sockets has something to tell.
  virtual void hear(int descriptor) = 0;
  /// A few times a second: what has waited for too long is given up.
  virtual void look() {}
  /// `ended`: when the last probe left.
  virtual std::optional<model::StreamFigures> stream(Instant /*ended*/) const { return std::nullopt; }

  Tally& tally() { return tally_; }
  const Tally& tally() const { return tally_; }
  /// All that was found until `ended`, when the last probe left.
  model::ProbeFigures figures(Instant ended) const;

 protected:
  /// Counts a probe by what sending it came to: 0 or an errno.
  void count(std::uint64_t sequence, Instant at, Span late, int error);
  /// An error of the network or of the target, as an errno.
  void note(int error) { trouble_ = words_for(error); }
  void note(std::string words) { trouble_ = std::move(words); }
  const Endpoint& endpoint() const { return endpoint_; }
  const LaneGround& ground() const { return ground_; }

 private:
  Endpoint endpoint_;
  LaneGround ground_;
  Tally tally_;
  std::string trouble_;
};

/// The lane for the target's kind. Refuses where this user may not send such probes.
Result<std::unique_ptr<Lane>> open_lane(const Endpoint& endpoint, const LaneGround& ground);

/// This machine lacks something for the moment; the target has nothing to do with it.
bool is_own_shortage(int error);

/// A socket that never waits, for this endpoint; -1 and errno where there is none.
Descriptor stream_socket(const Endpoint& endpoint);

}  // namespace haxen::probe

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how many targets are probed at once from one thread.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <vector>

#include "base/duration.hpp"
#include "model/probe.hpp"
#include "probe/endpoint.hpp"
#include "probe/lane.hpp"
#include "probe/poll.hpp"
#include "probe/schedule.hpp"

namespace haxen::probe {

struct Settings {
  Milliseconds interval{10};  ///< above zero
  Milliseconds listed_from{30};
  Milliseconds patience{2000};  ///< for a connection, and for answers after the last probe
  Limits limits{};
};

/// What other threads say to a prober, and hear of it.
class Desk {
 public:
  void stop() { stopped_ = true; }
  bool stopped() const { return stopped_; }
  void show(const model::ProbeGlance& glance);
  model::ProbeGlance glance() const;
  /// For one lane what is watched has begun, or is over. It is heeded within 100 ms.
  void turn(std::size_t lane, Period period);
  /// None where nothing was turned.
  std::optional<Period> period(std::size_t lane) const;

 private:
  std::atomic<bool> stopped_ = false;
  mutable std::mutex mutex_;
  std::map<std::size_t, Period> periods_;
  model::ProbeGlance glance_;
};

class Prober {
 public:
  /// Opens what all targets need. Requires at least one. Refuses where one of them cannot be probed from here
  /// at all.
  static Result<Prober> open(const std::vector<Endpoint>& endpoints, const Settings& settings);
  /// The same, once it has looked the targets up; blocks for as long as that takes.
  static Result<std::shared_ptr<Prober>> reach(const std::vector<Target>& targets, const Settings& settings);

  /// Probes until a limit is reached or the desk says stop, then waits for what is under way for as long as
  /// the patience at most. Long connections are waited for as long before it begins. A stop is heeded within
  /// 100 ms.
  model::ProbeReport run(Desk& desk);

 private:
  Prober(const Settings& settings, std::unique_ptr<Poll> poll)
      : settings_(settings), poll_(std::move(poll)) {}

  void settle(const Desk& desk);
  Instant send_all(Desk& desk, Schedule& schedule);
  void collect(const Desk& desk);
  void hear(const std::vector<Poll::Ready>& ready);
  void send_due(Schedule& schedule);
  void look(const Desk& desk);
  model::ProbeGlance glance(Instant begin) const;
  model::ProbeReport report(Instant begin, Instant ended) const;

  Settings settings_;
  std::unique_ptr<Poll> poll_;  // lanes refer to it
  std::vector<std::unique_ptr<Lane>> lanes_;
  Histogram own_delay_;
  Instant looked_{};
};

}  // namespace haxen::probe

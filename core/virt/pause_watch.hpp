// SPDX-License-Identifier: GPL-2.0-or-later
// Knows when a guest was stopped, as its node tells in that moment.
#pragma once

#include <atomic>
#include <chrono>
#include <libvirt/libvirt.h>
#include <memory>
#include <optional>

namespace haxen::virt {

/// Written by libvirt's own thread, read by any.
class PauseTime {
 public:
  using Time = std::chrono::steady_clock::time_point;

  void note() { ticks_ = std::chrono::steady_clock::now().time_since_epoch().count(); }
  void clear() { ticks_ = none; }
  /// When a pause was last told of; none when there was none.
  std::optional<Time> last() const {
    const auto ticks = ticks_.load();
    return ticks == none ? std::nullopt : std::optional(Time(Time::duration(ticks)));
  }

 private:
  static constexpr Time::rep none = Time::duration::min().count();
  std::atomic<Time::rep> ticks_ = none;
};

/// Notes the pauses of one domain for as long as it lives. Where the node does not tell of them it notes
/// none.
class PauseWatch {
 public:
  PauseWatch(virConnectPtr connection, virDomainPtr domain, std::shared_ptr<PauseTime> time);
  ~PauseWatch();
  PauseWatch(const PauseWatch&) = delete;
  PauseWatch& operator=(const PauseWatch&) = delete;

 private:
  virConnectPtr connection_;
  int id_;
};

}  // namespace haxen::virt

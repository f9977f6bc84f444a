// SPDX-License-Identifier: GPL-2.0-or-later
// Knows when a guest was stopped, or began to run, as its node tells in that moment.
#pragma once

#include <atomic>
#include <chrono>
#include <libvirt/libvirt.h>
#include <memory>
#include <optional>

namespace haxen::virt {

/// Written by libvirt's own thread, read by any.
class Moment {
 public:
  using Time = std::chrono::steady_clock::time_point;

  void note() { ticks_ = std::chrono::steady_clock::now().time_since_epoch().count(); }
  void clear() { ticks_ = none; }
  /// When it was last told of; none when it was not.
  std::optional<Time> last() const {
    const auto ticks = ticks_.load();
    return ticks == none ? std::nullopt : std::optional(Time(Time::duration(ticks)));
  }

 private:
  static constexpr Time::rep none = Time::duration::min().count();
  std::atomic<Time::rep> ticks_ = none;
};

/// Notes what becomes of one domain for as long as it lives.
class LifecycleWatch {
 public:
  enum class For {
    stop,   ///< its guest was stopped; the last time counts
    start,  ///< its guest began to run; the first time counts
  };

  LifecycleWatch(virConnectPtr connection, virDomainPtr domain, For what, std::shared_ptr<Moment> moment);
  ~LifecycleWatch();
  LifecycleWatch(const LifecycleWatch&) = delete;
  LifecycleWatch& operator=(const LifecycleWatch&) = delete;

  /// False where the node does not tell of it: nothing is noted then.
  bool works() const { return id_ >= 0; }

 private:
  virConnectPtr connection_;
  int id_;
};

}  // namespace haxen::virt

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows whose turn it is: runs coroutines on one thread, by the real clock or by a virtual one.
//
// Everything above the hypervisor connections runs on one loop and needs no locks. Under the virtual clock, time jumps
// to the next timer whenever nothing is ready, so a simulated hour takes as long as the work done in it, and the same
// program with the same seed takes the same steps.
#pragma once

#include <chrono>
#include <coroutine>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "async/task.hpp"

namespace haxen {

using Time = std::chrono::steady_clock::time_point;
using Duration = std::chrono::steady_clock::duration;

enum class Clock { real, simulated };

/// Where other threads leave word for the loop. Outlives the loop: what comes too late is dropped.
class Inbox {
 public:
  Inbox();
  ~Inbox();
  /// Runs `word` on the loop's thread, if the loop still runs. Callable from any thread.
  void post(std::function<void()> word);

 private:
  friend class Loop;
  struct State;
  std::unique_ptr<State> state_;
};

class Loop {
 public:
  explicit Loop(Clock clock = Clock::real);
  /// A loop within another: it keeps that one's time and takes its turns there, as a process does in a machine. Destroying
  /// it ends all that runs in it and leaves the other untouched; no coroutine of its own may do that. `outer` outlives it.
  explicit Loop(Loop& outer);
  /// Destroys the coroutines that have not ended; nothing of them runs any more.
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  Time now() const;

  /// Runs `task` beside the others, from the loop's next turn on.
  void spawn(Task<void> task);

  /// Runs until `root` has ended and returns its value. Spawned tasks that are not done by then stay where they are.
  template <class T>
  T run(Task<T> root) {
    std::optional<T> value;
    run_root(keep(std::move(root), value));
    return std::move(*value);
  }
  void run(Task<void> root) { run_root(std::move(root)); }

  struct Sleep {
    Loop& loop;
    Time until;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiter) const;
    void await_resume() const noexcept {}
  };
  Sleep sleep(Duration length) { return {*this, now() + length}; }
  Sleep sleep_until(Time until) { return {*this, until}; }

  /// Resumes `waiter` on one of the loop's next turns.
  void ready(std::coroutine_handle<> waiter);
  /// Calls `deed` at the given time on the loop's thread.
  void at(Time when, std::function<void()> deed);

  std::shared_ptr<Inbox> inbox() const { return inbox_; }

 private:
  struct Root;

  template <class T>
  static Task<void> keep(Task<T> task, std::optional<T>& value) {
    value.emplace(co_await task);
  }
  static Task<void> tell_end(Task<void> task, bool& ended);
  void run_root(Task<void> root);
  bool turn();
  void wait_for_work();
  bool take_inbox();
  void sweep();
  void take_turn_at(Time when);

  Clock clock_;
  Loop* outer_ = nullptr;
  std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);
  Time virtual_now_{};
  std::uint64_t order_ = 0;
  std::vector<std::coroutine_handle<>> ready_;
  std::map<std::pair<Time, std::uint64_t>, std::function<void()>> timers_;
  std::list<std::unique_ptr<Root>> roots_;
  std::size_t ended_ = 0;
  std::shared_ptr<Inbox> inbox_;
};

/// A thing that happens once; whoever awaits it goes on from then.
class Event {
 public:
  explicit Event(Loop& loop) : loop_(&loop) {}
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  bool happened() const { return happened_; }
  void set();

  bool await_ready() const noexcept { return happened_; }
  void await_suspend(std::coroutine_handle<> waiter) { waiters_.push_back(waiter); }
  void await_resume() const noexcept {}

 private:
  Loop* loop_;
  bool happened_ = false;
  std::vector<std::coroutine_handle<>> waiters_;
};

/// A bell that wakes everyone who listens when it rings, again and again.
class Bell {
 public:
  explicit Bell(Loop& loop) : loop_(&loop) {}
  Bell(const Bell&) = delete;
  Bell& operator=(const Bell&) = delete;

  void ring();

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiter) { waiters_.push_back(waiter); }
  void await_resume() const noexcept {}

 private:
  Loop* loop_;
  std::vector<std::coroutine_handle<>> waiters_;
};

namespace loop_detail {

template <class T>
struct Gathering {
  explicit Gathering(Loop& loop, std::size_t count) : values(count), missing(count), done(loop) {}
  std::vector<std::optional<T>> values;
  std::size_t missing;
  Event done;
};

template <class T>
Task<void> gather(Task<T> task, std::shared_ptr<Gathering<T>> into, std::size_t index) {
  into->values[index].emplace(co_await task);
  if (--into->missing == 0) into->done.set();
}

}  // namespace loop_detail

/// Runs all tasks side by side and returns their values in the order given.
template <class T>
Task<std::vector<T>> all(Loop& loop, std::vector<Task<T>> tasks) {
  auto gathering = std::make_shared<loop_detail::Gathering<T>>(loop, tasks.size());
  for (std::size_t i = 0; i < tasks.size(); ++i) loop.spawn(loop_detail::gather(std::move(tasks[i]), gathering, i));
  if (!tasks.empty()) co_await gathering->done;
  std::vector<T> values;
  for (auto& value : gathering->values) values.push_back(std::move(*value));
  co_return values;
}

}  // namespace haxen

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to make calls that may never return: a thread of their own, a deadline for each, and no joining of a late one.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "async/loop.hpp"
#include "base/result.hpp"

namespace haxen {

/// A thread that makes blocking calls one after the other. What those calls need is owned by them, never by the caller's
/// stack: a call that misses its deadline is abandoned, with its thread and all that it holds, and the worker takes no
/// further ones.
class Worker {
 public:
  /// `name` goes into the fault of a late call: "node 'n3'".
  Worker(Loop& loop, std::string name);
  /// Gives a thread that was never late two seconds from finish() on for its last jobs, or else from now on; leaves one
  /// that is still busy behind.
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// True once a call has missed its deadline.
  bool late() const { return late_; }

  /// Takes no further calls, and lets the destructor not wait.
  void abandon() { late_ = true; }

  /// Runs `deed` after all other work, at once on its way; nobody is told of its end. Not after a late call.
  void finish(std::function<void()> deed) {
    if (late_) return;
    leaves_by_ = std::chrono::steady_clock::now() + farewell;
    enqueue(std::move(deed));
  }

  /// Runs `work` on the thread. Without an answer within `deadline`: a fault of kind `late`, and work's effect is unknown.
  template <class T>
  Task<Result<T>> call(std::function<Result<T>()> work, std::optional<Duration> deadline) {
    if (late_) co_return expired();
    auto answer = std::make_shared<Answer<T>>(loop_);
    auto inbox = loop_.inbox();
    enqueue([work = std::move(work), answer, inbox] {
      auto value = std::make_shared<Result<T>>(work());
      inbox->post([answer, value] { answer->give(std::move(*value)); });
    });
    if (deadline) loop_.at(loop_.now() + *deadline, [answer] { answer->done.set(); });
    co_await answer->done;
    if (answer->value) co_return std::move(*answer->value);
    late_ = true;
    co_return expired();
  }

 private:
  template <class T>
  struct Answer {
    explicit Answer(Loop& loop) : done(loop) {}
    void give(Result<T> result) {
      if (done.happened()) return;
      value.emplace(std::move(result));
      done.set();
    }
    std::optional<Result<T>> value;
    Event done;
  };
  struct Queue;

  static constexpr auto farewell = std::chrono::seconds(2);

  tl::unexpected<Fault> expired() const;
  void enqueue(std::function<void()> job);

  Loop& loop_;
  std::string name_;
  bool late_ = false;
  std::optional<Time> leaves_by_;
  std::shared_ptr<Queue> queue_;
};

/// How many calls were abandoned in this process. While it is not zero, leave by _exit: their threads hold what
/// static destructors would take away.
int abandoned_calls();

}  // namespace haxen

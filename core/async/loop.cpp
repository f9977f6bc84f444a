// SPDX-License-Identifier: GPL-2.0-or-later
// Knows whose turn it is.
#include "async/loop.hpp"

#include <cassert>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>

namespace haxen {

struct Inbox::State {
  std::mutex mutex;
  std::condition_variable arrived;
  std::vector<std::function<void()>> words;
  bool closed = false;
};

Inbox::Inbox() : state_(std::make_unique<State>()) {}
Inbox::~Inbox() = default;

void Inbox::post(std::function<void()> word) {
  std::lock_guard lock(state_->mutex);
  if (state_->closed) return;
  state_->words.push_back(std::move(word));
  state_->arrived.notify_one();
}

// A coroutine of its own that runs one spawned task and says when it is through.
struct Loop::Root {
  Root(Loop& owner, Task<void> work) : loop(owner), task(std::move(work)) {}

  struct Frame {
    struct promise_type {
      Frame get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
      std::suspend_always initial_suspend() const noexcept { return {}; }
      std::suspend_always final_suspend() const noexcept { return {}; }
      void return_void() const noexcept {}
      [[noreturn]] void unhandled_exception() const noexcept { std::terminate(); }
    };
    std::coroutine_handle<promise_type> handle;
  };

  static Frame drive(Root& self) {
    co_await self.task;
    self.done = true;
    ++self.loop.ended_;
  }

  ~Root() {
    if (frame.handle) frame.handle.destroy();
  }

  Loop& loop;
  Task<void> task;
  Frame frame{};
  bool done = false;
};

Loop::Loop(Clock clock) : clock_(clock), inbox_(std::make_shared<Inbox>()) {}

Loop::Loop(Loop& outer) : clock_(outer.clock_), outer_(&outer), inbox_(outer.inbox_) {}

Loop::~Loop() {
  if (outer_ != nullptr) return;
  std::lock_guard lock(inbox_->state_->mutex);
  inbox_->state_->closed = true;
  inbox_->state_->words.clear();
}

Time Loop::now() const {
  if (outer_ != nullptr) return outer_->now();
  return clock_ == Clock::real ? std::chrono::steady_clock::now() : virtual_now_;
}

void Loop::spawn(Task<void> task) {
  auto& root = roots_.emplace_back(std::make_unique<Root>(*this, std::move(task)));
  root->frame = Root::drive(*root);
  ready(root->frame.handle);
}

Task<void> Loop::tell_end(Task<void> task, bool& ended) {
  co_await task;
  ended = true;
}

void Loop::run_root(Task<void> root) {
  Loop* driver = this;
  while (driver->outer_ != nullptr) driver = driver->outer_;
  bool ended = false;
  spawn(tell_end(std::move(root), ended));
  while (!ended) {
    if (!driver->turn()) driver->wait_for_work();
  }
}

// Each wake-up of an inner loop is a timer of the outer one; it finds out by itself whether the inner one
// still lives.
void Loop::take_turn_at(Time when) {
  if (outer_ == nullptr) return;
  outer_->at(when, [this, alive = std::weak_ptr(alive_)] {
    if (!alive.expired()) turn();
  });
}

void Loop::ready(std::coroutine_handle<> waiter) {
  if (ready_.empty()) take_turn_at(now());
  ready_.push_back(waiter);
}

void Loop::at(Time when, std::function<void()> deed) {
  timers_.emplace(std::pair(when, order_++), std::move(deed));
  take_turn_at(when);
}

void Loop::Sleep::await_suspend(std::coroutine_handle<> waiter) const {
  Loop* const owner = &loop;
  loop.at(until, [owner, waiter] { owner->ready(waiter); });
}

bool Loop::take_inbox() {
  if (outer_ != nullptr) return false;
  std::vector<std::function<void()>> words;
  {
    std::lock_guard lock(inbox_->state_->mutex);
    words.swap(inbox_->state_->words);
  }
  for (auto& word : words) word();
  return !words.empty();
}

bool Loop::turn() {
  bool worked = take_inbox();
  while (!timers_.empty() && timers_.begin()->first.first <= now()) {
    const auto deed = std::move(timers_.begin()->second);
    timers_.erase(timers_.begin());
    deed();
    worked = true;
  }
  const auto batch = std::exchange(ready_, {});
  for (const auto waiter : batch) waiter.resume();
  sweep();
  return worked || !batch.empty();
}

// Only once half of them have ended, so that a loop which serves for long neither grows nor walks its list
// every turn.
void Loop::sweep() {
  if (ended_ * 2 <= roots_.size()) return;
  std::erase_if(roots_, [](const auto& each) { return each->done; });
  ended_ = 0;
}

void Loop::wait_for_work() {
  if (clock_ == Clock::simulated) {
    if (timers_.empty()) {
      std::fputs("haxen: internal error: the simulation waits for something that never comes\n", stderr);
      std::abort();
    }
    virtual_now_ = timers_.begin()->first.first;
    return;
  }
  auto& box = *inbox_->state_;
  std::unique_lock lock(box.mutex);
  const auto has_word = [&box] { return !box.words.empty(); };
  if (timers_.empty()) {
    box.arrived.wait(lock, has_word);
  } else {
    box.arrived.wait_until(lock, timers_.begin()->first.first, has_word);
  }
}

void Event::set() {
  happened_ = true;
  for (const auto waiter : std::exchange(waiters_, {})) loop_->ready(waiter);
}

void Bell::ring() {
  for (const auto waiter : std::exchange(waiters_, {})) loop_->ready(waiter);
}

}  // namespace haxen

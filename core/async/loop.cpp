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
  explicit Root(Task<void> work) : task(std::move(work)) {}

  struct Frame {
    struct promise_type {
      Frame get_return_object() {
        return {std::coroutine_handle<promise_type>::from_promise(*this)};
      }
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
  }

  ~Root() {
    if (frame.handle) frame.handle.destroy();
  }

  Task<void> task;
  Frame frame{};
  bool done = false;
};

Loop::Loop(Clock clock) : clock_(clock), inbox_(std::make_shared<Inbox>()) {}

Loop::~Loop() {
  std::lock_guard lock(inbox_->state_->mutex);
  inbox_->state_->closed = true;
  inbox_->state_->words.clear();
}

Time Loop::now() const { return clock_ == Clock::real ? std::chrono::steady_clock::now() : virtual_now_; }

void Loop::spawn(Task<void> task) {
  auto& root = roots_.emplace_back(std::make_unique<Root>(std::move(task)));
  root->frame = Root::drive(*root);
  ready(root->frame.handle);
}

void Loop::run_root(Task<void> root) {
  spawn(std::move(root));
  const auto mine = std::prev(roots_.end());
  while (!(*mine)->done) {
    if (!turn()) wait_for_work();
  }
  std::erase_if(roots_, [](const auto& each) { return each->done; });
}

void Loop::ready(std::coroutine_handle<> waiter) { ready_.push_back(waiter); }

void Loop::at(Time when, std::function<void()> deed) { timers_.emplace(std::pair(when, order_++), std::move(deed)); }

void Loop::Sleep::await_suspend(std::coroutine_handle<> waiter) const {
  Loop* const owner = &loop;
  loop.at(until, [owner, waiter] { owner->ready(waiter); });
}

bool Loop::take_inbox() {
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
  return worked || !batch.empty();
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

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the thread behind a worker.
#include "async/worker.hpp"

#include <pthread.h>
#include <signal.h>

#include <thread>

namespace haxen {

namespace {

std::atomic<int> busy_leftovers = 0;

}  // namespace

int abandoned_calls() { return busy_leftovers; }

struct Worker::Queue {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::function<void()>> jobs;
  bool working = false;
  bool closed = false;
  std::thread thread;

  static void serve(const std::shared_ptr<Queue>& self) {
    std::unique_lock lock(self->mutex);
    while (true) {
      self->changed.wait(lock, [&] { return self->closed || !self->jobs.empty(); });
      if (self->jobs.empty()) return;
      {
        const auto job = std::move(self->jobs.front());
        self->jobs.pop_front();
        self->working = true;
        lock.unlock();
        job();
      }
      lock.lock();
      self->working = false;
      self->changed.notify_all();
    }
  }
};

namespace {

// Signals are read in one place; a worker must not be the thread that the kernel picks for them.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t every;
    sigfillset(&every);
    pthread_sigmask(SIG_SETMASK, &every, &before_);
  }
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

}  // namespace

Worker::Worker(Loop& loop, std::string name)
    : loop_(loop), name_(std::move(name)), queue_(std::make_shared<Queue>()) {
  const SignalsBlocked blocked;
  queue_->thread = std::thread([queue = queue_] { Queue::serve(queue); });
}

Worker::~Worker() {
  std::unique_lock lock(queue_->mutex);
  queue_->closed = true;
  queue_->changed.notify_all();
  const auto is_idle = [this] { return !queue_->working && queue_->jobs.empty(); };
  // Many connections close side by side, and all of them have had that time by the first's end.
  const auto end = leaves_by_.value_or(std::chrono::steady_clock::now() + farewell);
  const bool idle = late_ ? is_idle() : queue_->changed.wait_until(lock, end, is_idle);
  lock.unlock();
  if (idle) {
    queue_->thread.join();
  } else {
    ++busy_leftovers;
    queue_->thread.detach();
  }
}

void Worker::enqueue(std::function<void()> job) {
  std::lock_guard lock(queue_->mutex);
  queue_->jobs.push_back(std::move(job));
  queue_->changed.notify_one();
}

tl::unexpected<Fault> Worker::expired() const {
  return fault(FaultKind::late, name_ + ": no answer within the deadline",
               "the node or the way to it hangs; what was asked last may or may not have been done");
}

}  // namespace haxen

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how signals are read in one place.
#include "signals.hpp"

#include <mutex>
#include <signal.h>
#include <thread>
#include <unistd.h>

#include "base/exit_code.hpp"

namespace haxen::program {

struct Signals::Shared {
  std::mutex mutex;
  std::shared_ptr<Inbox> inbox;
  executor::StopSwitch* stop = nullptr;
  bool worked = false;

  void got(int signal) {
    std::lock_guard lock(mutex);
    // Of work that was done, the report is still to be told, wherever there is a place for it.
    if (worked && signal == SIGHUP) return;
    if (stop == nullptr) leave();
    // Only Ctrl-C says something new when it comes again; a service manager's SIGTERM may well come twice.
    inbox->post([target = stop, signal] {
      const bool again = target->no_new_moves();
      if (!again) target->press(model::StopCause::asked);
      if (again && signal == SIGINT && !target->abort_running()) target->press(model::StopCause::asked_twice);
    });
  }

  // Nothing is under way, and what this process waits for may never come: no way but at once.
  [[noreturn]] static void leave() {
    constexpr char newline = '\n';
    if (isatty(STDERR_FILENO) != 0) [[maybe_unused]]
      const auto written = write(STDERR_FILENO, &newline, 1);
    _exit(static_cast<int>(ExitCode::interrupted));
  }
};

namespace {

sigset_t watched() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, signal);
  return set;
}

}  // namespace

Signals::Signals() : shared_(std::make_shared<Shared>()) {
  const auto set = watched();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  // A reader that went away is a write that fails, not a reason to die with migrations under way.
  ::signal(SIGPIPE, SIG_IGN);
  std::thread([shared = shared_, set] {
    while (true) {
      int signal = 0;
      if (sigwait(&set, &signal) == 0) shared->got(signal);
    }
  }).detach();
}

void Signals::begin_work(Loop& loop, executor::StopSwitch& stop) {
  std::lock_guard lock(shared_->mutex);
  shared_->inbox = loop.inbox();
  shared_->stop = &stop;
}

void Signals::end_work() {
  std::lock_guard lock(shared_->mutex);
  shared_->worked = shared_->worked || shared_->stop != nullptr;
  shared_->stop = nullptr;
}

Task<void> when_stopped(executor::StopSwitch& stop, std::function<void()> deed) {
  Bell& pressed = stop.pressed();
  if (!stop.no_new_moves()) co_await pressed;
  deed();
}

}  // namespace haxen::program

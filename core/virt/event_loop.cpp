// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the thread that runs libvirt's event loop.
#include "virt/event_loop.hpp"

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <mutex>
#include <pthread.h>
#include <signal.h>
#include <thread>

#include "virt/libvirt_log.hpp"

namespace haxen::virt {

namespace {

// Connections still hold the loop when haxen is done and leaves by _exit, so it is never joined.
void run_forever() {
  pthread_setname_np(pthread_self(), "libvirt-events");
  while (true) virEventRunDefaultImpl();
}

void start() {
  keep_libvirt_log();
  virSetErrorFunc(nullptr, [](void*, virErrorPtr) {});
  virInitialize();
  virEventRegisterDefaultImpl();
  // Signals are read in one place, and that is not here.
  sigset_t every;
  sigset_t before;
  sigfillset(&every);
  pthread_sigmask(SIG_SETMASK, &every, &before);
  std::thread(run_forever).detach();
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

}  // namespace

void start_event_loop() {
  static std::once_flag once;
  std::call_once(once, start);
}

}  // namespace haxen::virt

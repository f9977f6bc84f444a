// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to act in a forked child between libvirt's fork and its exec.
#include "virt/own_session.hpp"

#include <mutex>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace haxen::virt {

namespace {

thread_local int wanted = 0;

// Only async-signal-safe calls: another thread may have held any lock at the fork.
void in_child() {
  if (wanted == 0) return;
  setsid();
  // The thread that opened a connection also closes it and lives until then. When haxen is killed, an ssh
  // that still waits for a dead network would stay for minutes otherwise.
  prctl(PR_SET_PDEATHSIG, SIGTERM);
}

}  // namespace

OwnSession::OwnSession() {
  static std::once_flag once;
  std::call_once(once, [] { pthread_atfork(nullptr, nullptr, in_child); });
  ++wanted;
}

OwnSession::~OwnSession() { --wanted; }

}  // namespace haxen::virt

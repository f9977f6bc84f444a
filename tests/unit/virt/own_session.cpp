// SPDX-License-Identifier: GPL-2.0-or-later
// Whose session a forked child is in.
#include "virt/own_session.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace haxen;

namespace {

/// Whether a child forked now leads a session of its own.
bool child_leads() {
  const auto child = fork();
  if (child == 0) _exit(getsid(0) == getpid() ? 1 : 0);
  int status = 0;
  waitpid(child, &status, 0);
  return WEXITSTATUS(status) == 1;
}

}  // namespace

TEST_CASE(
    "a child that is forked in the scope leads a session of its own, and one forked after it does not") {
  {
    const virt::OwnSession own;
    CHECK(child_leads());
  }
  CHECK_FALSE(child_leads());
}

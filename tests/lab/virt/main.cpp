// SPDX-License-Identifier: GPL-2.0-or-later
// Runs the cases where there is a lab, and leaves by _exit when calls had to be abandoned, as every program
// must.
#define DOCTEST_CONFIG_IMPLEMENT
#include <cstdio>
#include <cstdlib>
#include <doctest/doctest.h>
#include <unistd.h>

#include "async/worker.hpp"

int main(int argc, char** argv) {
  if (std::getenv("HAXEN_FLEET") == nullptr) {
    std::fputs("lab_virt: no lab: run it as 'lab operator -- lab_virt'\n", stderr);
    return 77;
  }
  const int result = doctest::Context(argc, argv).run();
  std::fflush(nullptr);
  if (haxen::abandoned_calls() > 0) _exit(result);
  return result;
}

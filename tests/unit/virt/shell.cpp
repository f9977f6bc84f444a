// SPDX-License-Identifier: GPL-2.0-or-later
// Shells on this machine: what they answer, and what becomes of those that do not.
#include "virt/shell.hpp"

#include <doctest/doctest.h>
#include <fstream>
#include <signal.h>
#include <thread>

using namespace haxen;
using namespace std::chrono_literals;
using virt::Shell;

namespace {

Shell::Time in(std::chrono::milliseconds time) { return std::chrono::steady_clock::now() + time; }

bool is_running(int pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string number, name, state;
  return (file >> number >> name >> state) && state != "Z";
}

}  // namespace

TEST_CASE("a shell answers one question after the other") {
  auto shell = Shell::open({"sh"}, in(60s));
  REQUIRE(shell);
  CHECK(shell->ask("echo one; echo two", in(60s))->text == "one\ntwo\n");
  CHECK(shell->ask("echo wrong >&2", in(60s))->text == "wrong\n");
  CHECK(shell->ask("read word; echo \"<$word>\"", in(60s))->text == "<>\n");
  CHECK(shell->ask("cat /nowhere/at/all; printf 'no newline'; echo", in(60s)));
}

TEST_CASE("a shell that is late is left, and what it runs is ended") {
  int pid = 0;
  {
    auto shell = Shell::open({"sh"}, in(60s));
    REQUIRE(shell);
    pid = std::stoi(shell->ask("sleep 1000 & echo $!", in(60s))->text);
    const auto answer = shell->ask("sleep 1000", in(100ms));
    REQUIRE_FALSE(answer);
    CHECK(answer.error().kind == FaultKind::late);
    CHECK(is_running(pid));
  }
  for (int i = 0; i < 6000 && is_running(pid); ++i) std::this_thread::sleep_for(10ms);
  CHECK_FALSE(is_running(pid));
}

TEST_CASE("what does not let anybody in is told in its own words") {
  const auto refused =
      Shell::open({"sh", "-c", "echo 'Permission denied (publickey).' >&2; exit 255"}, in(60s));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == FaultKind::unreachable);
  CHECK(refused.error().message == "Permission denied (publickey).");
  const auto missing = Shell::open({"/nowhere/at/all"}, in(60s));
  REQUIRE_FALSE(missing);
  CHECK(missing.error().message == "no shell there");
}

TEST_CASE("ssh is asked as libvirt would, and never waits for a person") {
  const auto words = virt::shell_command("qemu+ssh://root@n1:2222/system?keyfile=/k&no_verify=1", 1500ms);
  CHECK(words == std::vector<std::string>{"ssh", "-T", "-oBatchMode=yes", "-oConnectTimeout=2", "-p", "2222",
                                          "-l", "root", "-i", "/k", "-oStrictHostKeyChecking=no", "--", "n1",
                                          "sh"});
  CHECK(virt::shell_command("qemu:///system", 1s) == std::vector<std::string>{"sh"});
  CHECK_FALSE(virt::shell_command("qemu+tls://n1/system", 1s));
  CHECK_FALSE(virt::shell_command("test:///default", 1s));
}

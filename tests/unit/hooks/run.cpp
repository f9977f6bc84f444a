// SPDX-License-Identifier: GPL-2.0-or-later
// How a hook is run, and how it is ended.
#include "hooks/run.hpp"

#include <chrono>
#include <doctest/doctest.h>
#include <signal.h>
#include <sstream>
#include <thread>

#include "folder.hpp"

using namespace haxen;
using namespace std::chrono_literals;

namespace {

hooks::Call calling(const Folder& folder, const std::string& script) {
  hooks::Call call;
  call.hook = {"before-vm/10-test", folder.put("before-vm/10-test", script)};
  call.limit = 20s;
  return call;
}

hooks::Report run(const hooks::Call& call) {
  const hooks::Interrupt never;
  return hooks::run(call, never);
}

bool lives(const std::string& pid) { return kill(static_cast<pid_t>(std::stol(pid)), 0) == 0; }

bool is_gone_soon(const std::string& pid) {
  for (int i = 0; i < 100 && lives(pid); ++i) std::this_thread::sleep_for(50ms);
  return !lives(pid);
}

}  // namespace

TEST_CASE("a hook reads its document and hears of its surroundings; what it says is kept") {
  const Folder folder;
  auto call = calling(folder, "#!/bin/sh\ncat; echo \"$HAXEN_STAGE\"; echo wrong >&2; exit 3\n");
  call.input = "{\"schema\":\"haxen/hook/1\"}\n";
  call.environment = {"HAXEN_STAGE=before-vm"};
  const auto report = run(call);
  CHECK(report.how == hooks::How::ended);
  CHECK(report.status == 3);
  CHECK(report.output == call.input + "before-vm\nwrong\n");
}

TEST_CASE("a hook need not read what it is told, however long that is") {
  const Folder folder;
  auto call = calling(folder, "#!/bin/sh\nexit 0\n");
  call.input = std::string(1U << 20U, ' ');
  CHECK(run(call).how == hooks::How::ended);
}

TEST_CASE("of a long output the beginning is kept") {
  const Folder folder;
  const auto report = run(calling(folder, "#!/bin/sh\nhead -c 100000 /dev/zero | tr '\\0' a\n"));
  CHECK(report.how == hooks::How::ended);
  CHECK(report.output == std::string(16384, 'a') + "\n[83616 more bytes]");
}

TEST_CASE("at its limit a hook is ended with all that it started, also one that ignores being told") {
  const Folder folder;
  auto call = calling(folder, "#!/bin/sh\ntrap '' TERM\n(trap '' TERM; sleep 600) &\necho $!\nsleep 600\n");
  call.limit = 300ms;
  const auto report = run(call);
  CHECK(report.how == hooks::How::late);
  CHECK(report.time < 20s);
  std::istringstream words(report.output);
  std::string pid;
  words >> pid;
  REQUIRE(!pid.empty());
  CHECK(is_gone_soon(pid));
}

TEST_CASE("a hook that never stops writing ends at its limit") {
  const Folder folder;
  auto call = calling(folder, "#!/bin/sh\nexec yes\n");
  call.limit = 300ms;
  CHECK(run(call).how == hooks::How::late);
}

TEST_CASE("what a hook leaves in the background holds nobody up, and stays") {
  const Folder folder;
  const auto report = run(calling(folder, "#!/bin/sh\nsleep 600 &\necho $!\n"));
  CHECK(report.how == hooks::How::ended);
  CHECK(report.time < 20s);
  const auto pid = report.output.substr(0, report.output.find('\n'));
  CHECK(lives(pid));
  kill(static_cast<pid_t>(std::stol(pid)), SIGKILL);
}

TEST_CASE("an interrupt ends a hook, also one that was raised before") {
  const Folder folder;
  const hooks::Interrupt interrupt;
  const auto call = calling(folder, "#!/bin/sh\nsleep 600\n");
  std::thread raiser([&] {
    std::this_thread::sleep_for(300ms);
    interrupt.raise();
  });
  const auto report = hooks::run(call, interrupt);
  raiser.join();
  CHECK(report.how == hooks::How::interrupted);
  CHECK(report.status == 128 + SIGTERM);
  CHECK(hooks::run(call, interrupt).how == hooks::How::interrupted);
}

TEST_CASE("no shell takes the place of an interpreter that is not named") {
  const Folder folder;
  const auto report = run(calling(folder, "exit 0\n"));
  CHECK(report.how == hooks::How::not_run);
  CHECK(report.output == "Exec format error");
}

TEST_CASE("a hook has neither our terminal's session nor our way with signals") {
  const Folder folder;
  signal(SIGPIPE, SIG_IGN);
  const auto report = run(
      calling(folder, "#!/bin/sh\ncut -d' ' -f6 /proc/$$/stat; echo $$\nsh -c 'kill -PIPE $$'; echo $?\n"));
  signal(SIGPIPE, SIG_DFL);
  std::istringstream words(report.output);
  std::string session, pid, status;
  words >> session >> pid >> status;
  CHECK(session == pid);
  CHECK(status == "141");
}

// SPDX-License-Identifier: GPL-2.0-or-later
// How a device is switched and asked through its agent, and what is believed of it.
#include <chrono>
#include <cstdlib>
#include <doctest/doctest.h>
#include <thread>

#include "async/loop.hpp"
#include "fencing/agent.hpp"
#include "fencing/fence.hpp"
#include "sample.hpp"

using namespace haxen;
using namespace std::chrono_literals;
using model::FenceAction;
using model::FenceLevel;
using model::FenceResult;
using model::Power;

namespace {

model::FenceAttempt tried(const FenceLevel& level, FenceAction action) {
  const Interrupt never;
  return fencing::attempt(level, action, never);
}

FenceLevel short_of_time(const Device& device) {
  auto level = device.level();
  level.timeout = 3s;
  return level;
}

/// The agent knows its folder also when it is only asked what it is.
class Told {
 public:
  explicit Told(const std::string& folder) { setenv("FENCE_SAMPLE_DEVICE", folder.c_str(), 1); }
  ~Told() { unsetenv("FENCE_SAMPLE_DEVICE"); }
  Told(const Told&) = delete;
  Told& operator=(const Told&) = delete;
};

std::string folder_of(const Device& device) {
  return std::get<std::string>(device.level().parameters[0].value);
}

}  // namespace

TEST_CASE("a device tells its state, is switched, and says so afterwards") {
  const Device device;
  auto seen = tried(device.level(), FenceAction::status);
  CHECK(seen.result == FenceResult::done);
  CHECK(seen.power == Power::on);
  CHECK(seen.place == "f:1:1");
  seen = tried(device.level(), FenceAction::off);
  CHECK(seen.result == FenceResult::done);
  CHECK(seen.power == Power::off);
  CHECK(device.read("n1") == "off\n");
  seen = tried(device.level(), FenceAction::on);
  CHECK(seen.result == FenceResult::done);
  CHECK(seen.power == Power::on);
  CHECK(device.read("calls") == "status 0\noff 0\nstatus 0\non 0\nstatus 0\n");
}

TEST_CASE("off is what the device says, not what the agent claims: it is asked until then") {
  const Device device;
  device.behave("off later 2\n");
  const auto seen = tried(device.level(), FenceAction::off);
  CHECK(seen.result == FenceResult::done);
  CHECK(seen.power == Power::off);
  CHECK(seen.time > 1s);
}

TEST_CASE("an agent that claims to have switched off what stays on is late, with what the device says") {
  const Device device;
  device.behave("off lie\n");
  const auto seen = tried(short_of_time(device), FenceAction::off);
  CHECK(seen.result == FenceResult::late);
  CHECK(seen.power == Power::on);
  CHECK(seen.fault.message == "it was told to switch off, but within 3.0 s it still says on");
}

TEST_CASE("a failing agent is tried once more, and its phrases are told in words of ours") {
  const Device device;
  device.behave("off fail\n");
  const auto seen = tried(device.level(), FenceAction::off);
  CHECK(seen.result == FenceResult::failed);
  CHECK(!seen.power);
  CHECK(seen.fault.message == "it ended with status 1: the device did not switch off in the agent's time");
  CHECK(device.read("calls") == "off 0\noff 0\n");
}

TEST_CASE("an agent that cannot work at all does not prove a node off, though it ends with 2") {
  const Device device;
  device.behave("any code 2\n");
  CHECK(tried(device.level(), FenceAction::off).result == FenceResult::failed);
}

TEST_CASE("an answer whose words and exit status contradict each other is none") {
  const Device device;
  device.behave("status say Status: ON\nstatus code 2\n");
  const auto seen = tried(device.level(), FenceAction::status);
  CHECK(seen.result == FenceResult::failed);
  CHECK(!seen.power);
  CHECK(seen.fault.message == "it ended with status 2, which means off, but prints the contrary");
}

TEST_CASE("odd exit codes and unknown plugs are no answers") {
  const Device device;
  auto level = device.level();
  level.parameters[1].value = std::string("n9");
  CHECK(tried(level, FenceAction::status).fault.message ==
        "it ended with status 1: the device does not know the plug, or tells no state of it");
  device.behave("status code 77\n");
  CHECK(tried(device.level(), FenceAction::status).fault.message == "it ended with status 77");
}

TEST_CASE("an agent that hangs is ended at the level's time limit") {
  const Device device;
  device.behave("off hang\n");
  auto level = device.level();
  level.timeout = 1s;
  const auto seen = tried(level, FenceAction::off);
  CHECK(seen.result == FenceResult::late);
  CHECK(seen.time < 20s);
  CHECK(device.read("n1") == "on\n");
}

TEST_CASE("an interrupt ends an agent, and no level follows") {
  const Device device;
  device.behave("off hang\n");
  auto interrupt = std::make_shared<Interrupt>();
  std::thread raiser([&] {
    for (int i = 0; i < 200 && device.read("calls").empty(); ++i) std::this_thread::sleep_for(50ms);
    interrupt->raise();
  });
  Loop loop;
  const auto seen = loop.run(
      fencing::fence(loop, NodeName("n1"), {device.level(), device.level()}, FenceAction::off, interrupt));
  raiser.join();
  REQUIRE(seen.levels.size() == 2);
  CHECK(seen.levels[0].result == FenceResult::interrupted);
  CHECK(seen.levels[1].result == FenceResult::not_tried);
  CHECK(!fencing::is_done(seen));
}

TEST_CASE("a password comes from a file or a command, reaches the agent, and is on no command line") {
  const Device device;
  device.put("password", "s3cr;et $x\n");
  CHECK(tried(device.level(), FenceAction::status).fault.message ==
        "it ended with status 1: it cannot connect or log in to the device");
  auto level = device.level();
  level.password_place = "f:5:1";
  level.password_file = device.put("kept", "s3cr;et $x\n");
  CHECK(tried(level, FenceAction::status).result == FenceResult::done);
  level.password_file.clear();
  level.password_command = {"cat", device.put("kept", "s3cr;et $x\n").string()};
  CHECK(tried(level, FenceAction::status).result == FenceResult::done);
  CHECK(device.read("calls") == "status 0\nstatus 0\nstatus 0\n");
}

TEST_CASE("what an agent prints is repeated nowhere") {
  const Device device;
  device.behave("any leak\nany code 5\n");
  auto level = device.level();
  level.password_place = "f:5:1";
  level.password_file = device.put("kept", "s3cret\n");
  for (const auto action : {FenceAction::status, FenceAction::off, FenceAction::on}) {
    const auto seen = tried(level, action);
    CHECK(seen.fault.message == "it ended with status 5");
    CHECK(seen.fault.detail == "");
  }
}

TEST_CASE("a password that cannot be had is told at its place, and the device is not asked") {
  const Device device;
  auto level = device.level();
  level.password_place = "f:5:1";
  level.password_file = "/nonexistent/password";
  auto seen = tried(level, FenceAction::off);
  CHECK(seen.result == FenceResult::not_run);
  CHECK(seen.fault.message ==
        "f:5:1: password file '/nonexistent/password' cannot be read: No such file or directory");
  level.password_file = device.put("two", "one\ntwo\n");
  CHECK(tried(level, FenceAction::off).fault.message ==
        "f:5:1: the password in '" + level.password_file + "' holds control characters");
  level.password_file.clear();
  level.password_command = {"sh", "-c", "echo s3cret; exit 3"};
  CHECK(tried(level, FenceAction::off).fault.message == "f:5:1: password command 'sh' ended with status 3");
  CHECK(device.read("calls") == "");
}

TEST_CASE("a password file that others can read is warned of, and used") {
  const Device device;
  const Interrupt never;
  auto level = device.level();
  level.password_place = "f:5:1";
  level.password_file = device.put("kept", "s3cret\n", 0644);
  const auto seen = fencing::examine(level, never);
  REQUIRE(seen.objections.size() == 1);
  CHECK(seen.objections[0].remark == fencing::Remark::password_exposed);
  CHECK(seen.objections[0].remedy == "chmod 600 " + level.password_file);
  CHECK(seen.status.result == FenceResult::done);
  chmod(level.password_file.c_str(), 0640);
  CHECK(fencing::examine(level, never).objections.empty());
}

TEST_CASE("an agent that is missing is told with the nearest one") {
  const Device device;
  auto level = device.level();
  level.agent = "fence_sampel";
  const auto* path = std::getenv("PATH");
  const std::string before = path != nullptr ? path : "";
  setenv("PATH", (std::filesystem::path(HAXEN_FENCE_SAMPLE).parent_path().string() + ":" + before).c_str(),
         1);
  const auto seen = tried(level, FenceAction::status);
  level.agent = "fence_sample";
  const auto found = tried(level, FenceAction::status);
  setenv("PATH", before.c_str(), 1);
  CHECK(seen.result == FenceResult::not_run);
  CHECK(seen.fault.message == "f:2:9: there is no fence agent 'fence_sampel'");
  CHECK(seen.fault.hint == "did you mean 'fence_sample'?");
  CHECK(found.result == FenceResult::done);
}

TEST_CASE("an agent that tells nothing of itself is not used, and why is told") {
  const Device device;
  const Interrupt never;
  const Told told(folder_of(device));
  device.behave("metadata garbage\n");
  auto seen = fencing::examine(device.level(), never);
  REQUIRE(seen.objections.size() == 1);
  CHECK(seen.objections[0].remark == fencing::Remark::metadata_unreadable);
  CHECK(seen.objections[0].message.find("it is not XML") != std::string::npos);
  CHECK(seen.status.result == FenceResult::not_run);
  device.behave("metadata fail\n");
  seen = fencing::examine(device.level(), never);
  CHECK(seen.objections.at(0).message.ends_with(
      "it ended with status 1: Failed: Timed out waiting to power OFF"));
}

TEST_CASE("levels are tried in their order until one has switched the node off") {
  const Device first;
  const Device second;
  first.behave("off fail\n");
  Loop loop;
  const auto never = std::make_shared<Interrupt>();
  auto third = second.level();
  const auto seen = loop.run(
      fencing::fence(loop, NodeName("n1"), {first.level(), second.level(), third}, FenceAction::off, never));
  REQUIRE(seen.levels.size() == 3);
  CHECK(seen.levels[0].result == FenceResult::failed);
  CHECK(seen.levels[1].result == FenceResult::done);
  CHECK(seen.levels[2].result == FenceResult::not_tried);
  CHECK(fencing::is_done(seen));
  CHECK(second.read("calls") == "off 0\nstatus 0\n");
}

TEST_CASE("of a status the first level's word counts that has an answer, and each is told") {
  const Device first;
  const Device second;
  first.behave("status fail\n");
  second.put("n1", "off\n");
  Loop loop;
  const auto seen = loop.run(fencing::fence(loop, NodeName("n1"), {first.level(), second.level()},
                                            FenceAction::status, std::make_shared<Interrupt>()));
  CHECK(fencing::power_of(seen) == Power::off);
  CHECK(seen.levels.at(0).result == FenceResult::failed);
}

// SPDX-License-Identifier: GPL-2.0-or-later
// Which files are hooks, and in which order they are run.
#include "hooks/directory.hpp"

#include <doctest/doctest.h>

#include "folder.hpp"

using namespace haxen;

namespace {

constexpr auto script = "#!/bin/sh\n";

std::vector<std::string> names(const hooks::Hooks& found, const std::string& stage) {
  std::vector<std::string> all;
  if (const auto at = found.stages.find(stage); at != found.stages.end())
    for (const auto& hook : at->second) all.push_back(hook.name);
  return all;
}

}  // namespace

TEST_CASE("a stage's hooks are run in the order of their names, each stage with its own") {
  const Folder folder;
  folder.put("before-drain/20-b", script);
  folder.put("before-drain/10-z", script);
  folder.put("before-drain/3-first-by-no-number", script);
  folder.put("after-vm/only", script);
  const auto found = hooks::find_hooks(folder.path());
  REQUIRE(found);
  CHECK(names(*found, "before-drain") == std::vector<std::string>{"before-drain/10-z", "before-drain/20-b",
                                                                  "before-drain/3-first-by-no-number"});
  CHECK(names(*found, "after-vm") == std::vector<std::string>{"after-vm/only"});
  CHECK(found->ignored.empty());
}

TEST_CASE("what is not run is told, except what is hidden") {
  const Folder folder;
  folder.put("before-vm/10-check.sh", script);
  folder.put("before-vm/20-not-executable", script, 0644);
  folder.put("before-vm/.hidden", script);
  folder.put("before-vm/30-runs", script);
  folder.put("README", "about these", 0644);
  std::filesystem::create_directories(folder.path() / "before-vm" / "a-folder");
  const auto found = hooks::find_hooks(folder.path());
  REQUIRE(found);
  CHECK(names(*found, "before-vm") == std::vector<std::string>{"before-vm/30-runs"});
  REQUIRE(found->ignored.size() == 2);
  CHECK(found->ignored[0].find("10-check.sh' is not run: names of hooks") != std::string::npos);
  CHECK(found->ignored[1].find("20-not-executable' is not run: you may not execute it") != std::string::npos);
}

TEST_CASE("a folder that is no stage's is refused, with the one that was meant") {
  const Folder folder;
  folder.put("before-drian/10-check", script);
  const auto found = hooks::find_hooks(folder.path());
  REQUIRE(!found);
  CHECK(found.error().kind == FaultKind::usage);
  CHECK(found.error().message.find("there is no stage 'before-drian'") != std::string::npos);
  CHECK(found.error().hint == "did you mean 'before-drain'?");
}

TEST_CASE("what everybody could have written is not run") {
  const Folder folder;
  const auto file = folder.put("after-place/10-tell", script, 0757);
  const auto found = hooks::find_hooks(folder.path());
  REQUIRE(!found);
  CHECK(found.error().message == "'" + file.string() + "' can be written by everybody");
  std::filesystem::permissions(file, std::filesystem::perms(0755));
  CHECK(hooks::find_hooks(folder.path()));
  std::filesystem::permissions(folder.path() / "after-place", std::filesystem::perms(0777));
  CHECK(!hooks::find_hooks(folder.path()));
}

TEST_CASE("without a directory there are no hooks") {
  const Folder folder;
  const auto found = hooks::find_hooks(folder.path() / "none");
  REQUIRE(!found);
  CHECK(found.error().kind == FaultKind::missing);
}

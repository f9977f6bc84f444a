// SPDX-License-Identifier: GPL-2.0-or-later
// Knows a device that is a folder, and the agent of the tests that switches it.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#include "model/fence.hpp"

/// A folder that goes with it; one node's plug "n1" in it is on.
class Device {
 public:
  Device() {
    std::string name = std::filesystem::temp_directory_path() / "haxen-fence.XXXXXX";
    path_ = mkdtemp(name.data());
    put("n1", "on\n");
  }
  ~Device() { std::filesystem::remove_all(path_); }
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  std::filesystem::path put(const std::string& name, const std::string& text, unsigned mode = 0600) const {
    const auto file = path_ / name;
    std::ofstream(file) << text;
    chmod(file.c_str(), mode);
    return file;
  }

  void behave(const std::string& lines) const { put("behaviour", lines); }

  std::string read(const std::string& name) const {
    std::ifstream stream(path_ / name);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  /// A level that is in order.
  haxen::model::FenceLevel level() const {
    haxen::model::FenceLevel level;
    level.agent = HAXEN_FENCE_SAMPLE;
    level.timeout = std::chrono::seconds(30);
    level.parameters = {{"device", path_.string(), "f:3:1"}, {"plug", std::string("n1"), "f:4:1"}};
    level.place = "f:1:1";
    level.agent_place = "f:2:9";
    return level;
  }

 private:
  std::filesystem::path path_;
};

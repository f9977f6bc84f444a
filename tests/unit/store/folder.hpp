// SPDX-License-Identifier: GPL-2.0-or-later
// Knows a folder that is there as long as its test.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace haxen::store {

class Folder {
 public:
  Folder() {
    auto text = (std::filesystem::temp_directory_path() / "haxen-store-XXXXXX").string();
    if (mkdtemp(text.data()) == nullptr) std::abort();
    path_ = text;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace haxen::store

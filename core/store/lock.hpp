// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how one process at a time is let through.
#pragma once

#include <filesystem>
#include <string>
#include <utility>

#include "base/result.hpp"

namespace haxen::store {

/// A file that this process holds. The system lets go of it when the process ends, however that happens.
class Lock {
 public:
  /// `busy`, with what the holder has written as its message, where another process holds it. `holder` is
  /// written for those to come. Makes the file; its folder must be there.
  static Result<Lock> take(const std::filesystem::path& file, const std::string& holder);
  ~Lock();
  Lock(Lock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Lock& operator=(Lock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }

 private:
  explicit Lock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace haxen::store

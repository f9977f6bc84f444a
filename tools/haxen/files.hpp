// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how whole files are read and written.
#pragma once

#include <string>

#include "base/result.hpp"

namespace haxen::program {

/// What stands in the file; a fault of kind usage with this hint where it cannot be read.
Result<std::string> read_file(const std::string& file, const std::string& hint);

/// Puts the text into the file in one step: whoever reads it meanwhile, or after a crash, finds all of the
/// old text or all of the new.
Result<void> write_file(const std::string& file, const std::string& text);
/// The same, and nobody but its owner can read the file.
Result<void> write_own_file(const std::string& file, const std::string& text);

}  // namespace haxen::program

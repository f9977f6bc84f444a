// SPDX-License-Identifier: GPL-2.0-or-later
// Any bytes at all as a fleet file: read or refused, within memory that is ours.
#include "config/fleet_file.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto config = haxen::config::parse(std::string(reinterpret_cast<const char*>(bytes), size), "f");
  if (config ? config->nodes.empty() : !config.error().message.starts_with("f:")) std::abort();
  return 0;
}

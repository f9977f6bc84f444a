// SPDX-License-Identifier: GPL-2.0-or-later
// Any bytes at all as a plan file: refused with a place, or read so that writing it again changes nothing.
#include "operation/plan_file.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace haxen::operation;
  const auto kept = plan_from_json(std::string(reinterpret_cast<const char*>(bytes), size));
  if (!kept) {
    const auto& words = kept.error().message;
    if (!words.starts_with("at '") && !words.starts_with("not JSON")) std::abort();
    return 0;
  }
  const auto written = to_json(*kept);
  const auto again = plan_from_json(written);
  if (!again || to_json(*again) != written) std::abort();
  remaining(*kept, kept->basis);
  return 0;
}

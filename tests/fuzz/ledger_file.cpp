// SPDX-License-Identifier: GPL-2.0-or-later
// Any bytes at all as a ledger's document: refused with a place, or read so that writing it again changes
// nothing.
#include "document/ledger_file.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace haxen;
  const model::WallTime now(std::chrono::seconds(1'700'000'000));
  const auto read = document::ledger_from_json(std::string(reinterpret_cast<const char*>(bytes), size), now);
  if (!read) {
    const auto& words = read.error().message;
    if (!words.starts_with("at '") && !words.starts_with("not JSON")) std::abort();
    return 0;
  }
  const auto written = document::text(document::ledger_document(*read, "", now));
  const auto again = document::ledger_from_json(written, now);
  if (!again || document::text(document::ledger_document(*again, "", now)) != written) std::abort();
  return 0;
}

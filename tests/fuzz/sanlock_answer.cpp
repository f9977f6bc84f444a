// SPDX-License-Identifier: GPL-2.0-or-later
// Feeds arbitrary bytes to the reader of what a node's sanlock tells of leases.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "checkup/lease_answer.hpp"

namespace {

void require(bool truth) {
  if (!truth) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace haxen;
  using checkup::LeaseState;
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  const auto view = checkup::read_leases(text, "LS");
  if (!view) {
    require(!view.error().message.empty());
    return 0;
  }
  require(("\n" + text).find("\nhaxen: told") != text.npos);
  if (view->host_id) require(text.find("s LS:") != text.npos);
  for (const auto& [host_id, record] : view->leases) {
    const auto state = checkup::state_of(*view, record);
    require(checkup::dead_after(record) >= Seconds(68));
    require(checkup::unrenewed(*view, record) >= Seconds(0));
    // Nothing is called given up that nobody has held, and nothing dead that was not watched for so long.
    if (state == LeaseState::free) require(record.generation > 0 && record.timestamp == 0);
    if (state == LeaseState::dead)
      require(record.last_check > record.last_live && record.last_live > 0 &&
              Seconds(static_cast<double>(record.last_check - record.last_live)) >=
                  checkup::dead_after(record));
  }
  return 0;
}

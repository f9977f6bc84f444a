// SPDX-License-Identifier: GPL-2.0-or-later
// Feeds arbitrary bytes to the reader of what fence agents tell of themselves, and what it makes of them to
// the judge.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "fencing/metadata.hpp"
#include "fencing/parameters.hpp"

namespace {

void require(bool truth) {
  if (!truth) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace haxen;
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  const auto metadata = fencing::read_metadata(text);
  if (!metadata) {
    require(metadata.error().kind == FaultKind::failed && !metadata.error().message.empty());
    return 0;
  }
  require(!metadata->parameters.empty());
  model::FenceLevel level;
  level.agent = "fence_any";
  for (const auto& known : metadata->parameters) {
    require(fencing::find(*metadata, known.name) != nullptr);
    require(known.name.find_first_of("=\n") == known.name.npos);
    level.parameters.push_back({known.name, std::string("1"), "f:1:1"});
  }
  for (const auto& each : fencing::objections(*metadata, level)) require(!each.message.empty());
  const auto input = fencing::input_for(*metadata, level, model::FenceAction::off, "x");
  require(input.starts_with("action=off\n"));
  const auto lines = static_cast<std::size_t>(std::ranges::count(input, '\n'));
  require(lines == level.parameters.size() + 2);
  return 0;
}

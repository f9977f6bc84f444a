// SPDX-License-Identifier: GPL-2.0-or-later
// Feeds arbitrary bytes to the readers of what a node's shell tells of its guard.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "guard/scripts.hpp"

namespace {

void require(bool truth) {
  if (!truth) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace haxen;
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  // Nothing opens a guard but its own word, on a line of its own.
  const auto guard = guard::read_answer(text);
  if (guard && guard->admitted) require(("\n" + text).find("\nadmitted yes\n") != text.npos);
  const auto words = guard::words_of(text);
  if (words)
    require(text.starts_with(*words) && text.ends_with("0\n"));
  else
    require(!words.error().message.empty());
  return 0;
}

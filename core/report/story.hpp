// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what to say of each event.
#pragma once

#include "model/event.hpp"
#include "report/style.hpp"
#include "report/table.hpp"

namespace haxen::report {

/// One sentence for a person, in its tone. Empty for a sample: those are shown, not told.
Cell story(const model::Happening& happening, Glyphs glyphs);

/// What of one pass is sent: 0..1; 0 while nothing is known.
double sent_share(const model::Sampled& sample);

}  // namespace haxen::report

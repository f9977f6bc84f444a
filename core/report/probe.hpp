// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how what probing has found is shown, and written for scripts.
#pragma once

#include <optional>
#include <string>

#include "model/probe.hpp"
#include "report/documents.hpp"
#include "report/style.hpp"

namespace haxen::report {

/// A row for each target with its longest gap; below it the gaps one by one, and what is odd about it. A gap
/// above `most`, where that is given, stands out.
std::string probe_screen(const model::ProbeReport& found, std::optional<Milliseconds> most,
                         const Style& style);

/// How far it has come, in one line without an end.
std::string probe_line(const model::ProbeGlance& glance, const Style& style);

/// haxen/probe/1
std::string probe_document(const model::ProbeReport& found, std::optional<Milliseconds> most, Form form);

}  // namespace haxen::report

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the screens that are kept as files, and how new ones are accepted.
#pragma once

#include <string>

/// Checks the text against the file of this name in tests/unit/report/golden. With HAXEN_ACCEPT=1 in the
/// environment the file is rewritten instead; the difference is then for a person to judge.
void check_golden(const std::string& name, const std::string& text);

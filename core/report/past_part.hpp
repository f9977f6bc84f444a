// SPDX-License-Identifier: GPL-2.0-or-later
// Knows one past operation as JSON.
#pragma once

#include "document/model.hpp"
#include "report/history.hpp"

namespace haxen::report {

/// As it stands in haxen/history/1, among `operations`.
document::Json part(const Past& past);

}  // namespace haxen::report

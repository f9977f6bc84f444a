// SPDX-License-Identifier: GPL-2.0-or-later
// Knows an operation as a page for a browser.
#pragma once

#include <string>

#include "report/history.hpp"

namespace haxen::report {

/// One whole HTML document that asks nothing of any network and runs no script. Every number in it that
/// haxen/history/1 holds of this operation is marked with where it stands there (data-key) and with its value
/// as it stands there (data-value). What the operation's record lacks is said to be not recorded.
std::string page(const Past& past);

}  // namespace haxen::report

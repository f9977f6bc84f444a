// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what all moves of one run work with.
#pragma once

#include "async/loop.hpp"
#include "executor/connections.hpp"
#include "executor/routes.hpp"
#include "executor/settings.hpp"

namespace haxen::executor {

struct Ground {
  Loop& loop;
  Connections& connections;
  const Settings& settings;
  Routes& routes;
  Listener& listener;
  StopSwitch& stop;
};

}  // namespace haxen::executor

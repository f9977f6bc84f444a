// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a node is reached and how long it may take to answer.
#pragma once

#include <chrono>
#include <string>

#include "base/duration.hpp"
#include "base/names.hpp"

namespace haxen::virt {

struct Endpoint {
  NodeName name;
  std::string uri;  ///< libvirt's, as an administrator's own virsh would take it
  Milliseconds connect_deadline{10'000};
  Milliseconds call_deadline{10'000};
};

}  // namespace haxen::virt

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows that libvirt wants an event loop of its own, once in a process.
#pragma once

namespace haxen::virt {

/// Starts libvirt's event loop on a thread of its own unless it runs already, and keeps libvirt from writing
/// to stderr. Must come before the first connection: without the loop nobody answers keepalive, and the
/// daemons drop the connection. It runs until the process ends: libvirt cannot unregister a loop.
void start_event_loop();

}  // namespace haxen::virt

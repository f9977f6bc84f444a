// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a simulated world needs to be told beside the fleet: how fast things go and how VMs write their
// memory.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

#include "async/loop.hpp"
#include "base/bytes.hpp"
#include "base/names.hpp"

namespace haxen::simulation {

/// How long things take. The set-up of a migration is as long as it was seen with libvirt 9.0 and QEMU 7.2;
/// limits are libvirt's and the kernel's defaults.
struct Timings {
  Duration latency = std::chrono::microseconds(200);  ///< of one message, one way
  Duration connect = std::chrono::milliseconds(50);   ///< opening a connection to a daemon
  Duration answer = std::chrono::milliseconds(2);     ///< a daemon's work for a question or a small change
  Duration begin = std::chrono::milliseconds(100);
  Duration prepare = std::chrono::milliseconds(1200);    ///< starting the receiving QEMU
  Duration switch_over = std::chrono::milliseconds(15);  ///< the devices' state, after the last memory
  Duration finish = std::chrono::milliseconds(40);
  Duration confirm = std::chrono::milliseconds(300);
  Duration guest_shutdown = std::chrono::seconds(8);  ///< from the asking until the guest is off
  Duration saving = std::chrono::seconds(10);         ///< a guest's memory to its node's disk
  Duration daemon_restart = std::chrono::seconds(2);
  Duration keepalive = std::chrono::seconds(30);     ///< silence after which an idle connection is given up
  Duration tcp_connect = std::chrono::seconds(127);  ///< after which the kernel gives up connecting
  Duration tcp_silence =
      std::chrono::seconds(924);  ///< after which the kernel gives up a connection with data in it
  Duration job_wait =
      std::chrono::seconds(30);  ///< for which libvirt waits until another job lets go of a VM
  Duration call_deadline = std::chrono::seconds(10);  ///< of a client's call
  double jitter = 0.1;  ///< latencies and work take up to this share more or less; 0..1
};

/// How a guest writes its memory.
struct Guest {
  Bandwidth dirty_rate{};  ///< memory that becomes dirty per second
  Bytes working_set{};     ///< of which never more than this is dirty at once; zero: all of its memory
};

/// What a migration before the world's time has left paused.
enum class Remnant {
  source,           ///< sent everything, and never heard what became of it
  incoming,         ///< waits for what nobody sends any more
  postcopy_failed,  ///< without a part of its memory
};

/// What a node's fence device does when it is told to switch off.
enum class FenceDevice {
  works,
  fails,  ///< nothing, and says so
  lies,   ///< nothing, and says that it is off
};

struct Setup {
  Timings timings;
  std::map<VmUuid, Guest> guests;  ///< a VM that is not in it writes like `other_guests`
  Guest other_guests{Bandwidth{2e6}, Bytes{}};
  bool peers = true;                                          ///< nodes' daemons let each other in
  std::map<std::pair<NodeName, VmUuid>, Remnant> remnants{};  ///< of VMs that the fleet has as paused there
  std::map<NodeName, Bytes> storage;  ///< what a node's own storage holds; not told of one that is not in it
  std::map<NodeName, FenceDevice> fences{};  ///< of a node that is not in it: works
  bool autostart = false;  ///< a node whose power is back starts the VMs that are set to start by themselves
  bool guards = false;     ///< and before it is admitted, lets none start, nor arrive
  std::set<NodeName> shut{};  ///< nodes that have not been admitted since their last boot
  Bandwidth link{1.25e8};     ///< each direction of a node that does not say its own
  std::uint64_t seed = 1;     ///< of latencies and identifiers
};

}  // namespace haxen::simulation

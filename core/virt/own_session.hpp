// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a process that libvirt starts for us gets a session of its own.
#pragma once

namespace haxen::virt {

/// While it lives, every process forked by this thread leads a session of its own, so that a Ctrl-C at the
/// terminal does not reach it, and is ended when this thread ends.
///
/// libvirt starts ssh by fork and exec in the caller's process group, with SIGINT live (seen on 9.0.0):
/// without this, an interrupted haxen loses its connections under running migrations before it can say a
/// word. A `?command=` wrapper would do it too, but has to be found and installed, and takes the place of the
/// user's own.
class OwnSession {
 public:
  OwnSession();
  ~OwnSession();
  OwnSession(const OwnSession&) = delete;
  OwnSession& operator=(const OwnSession&) = delete;
};

}  // namespace haxen::virt

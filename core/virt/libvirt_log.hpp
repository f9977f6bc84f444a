// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what libvirt writes to its log while a call runs.
#pragma once

#include <cstddef>
#include <string>

namespace haxen::virt {

/// Keeps libvirt's warnings and errors in memory instead of on stderr. Must come before libvirt's first call and before
/// there are other threads. Leaves everything as it is where the user has set a LIBVIRT_LOG_… or LIBVIRT_DEBUG.
void keep_libvirt_log();

/// Hears what libvirt logs in this thread from now on. Some reasons stand nowhere else: of a certificate that was not
/// accepted, the error says no more than that (9.0.0).
class LogListener {
 public:
  LogListener();
  /// The messages since then, one a line.
  std::string heard() const;

 private:
  std::size_t from_;
};

}  // namespace haxen::virt

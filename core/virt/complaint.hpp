// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what libvirt's errors mean, in our words.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace haxen::virt {

/// A libvirt error as a value. Some calls fail without setting one (seen in the test driver): then it is
/// empty.
struct Complaint {
  int code = 0;  ///< virErrorNumber
  std::string text;
};

/// This thread's last libvirt error, which is forgotten by that. To be asked right after the call that
/// failed.
Complaint take_complaint();

/// "doing: libvirt's words", its kind told by the error's code.
Fault explain(const std::string& doing, const Complaint& complaint);

/// The same of a connection that could not be opened to `host`: what is wrong in our words, libvirt's or
/// ssh's own behind them, and what would mend it. `heard` is what libvirt logged meanwhile.
Fault explain_connect(const std::string& host, const Complaint& complaint, const std::string& heard = {});

/// What a refused connection's text means, where that is known: in words about `who` connects, and `where`
/// that is ("here").
std::optional<std::string> known_refusal(const std::string& text, std::string_view who,
                                         std::string_view where);

/// The fault of the call that just failed in this thread.
tl::unexpected<Fault> failed(const std::string& doing);

}  // namespace haxen::virt

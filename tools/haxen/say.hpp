// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the program speaks: results on standard output, talk on standard error.
#pragma once

#include <string_view>

#include "base/exit_code.hpp"
#include "base/result.hpp"
#include "globals.hpp"
#include "report/documents.hpp"

namespace haxen::program {

/// Writes a result. False: nobody reads it any more, or there is no room for it.
bool put(std::string_view text);
/// The same to standard error, as it is.
void talk(std::string_view text);
/// A line of its own for "haxen: words"; on a terminal as many as it takes, broken between words.
void tell(std::string_view words);
/// tell() of something that does not end the work.
void warn(std::string_view words);

/// Tells why the command ends, on standard error, and as a document where one was asked for; returns `code`.
ExitCode refuse(const Globals& globals, const Fault& fault, ExitCode code);
/// With the exit code that belongs to the fault's kind.
ExitCode refuse(const Globals& globals, const Fault& fault);

/// How documents are laid out where these flags ask for one.
report::Form form_of(const Globals& globals);

ExitCode exit_code_for(FaultKind kind);

}  // namespace haxen::program

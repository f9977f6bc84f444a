// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the program speaks.
#include "say.hpp"

#include <cstdio>
#include <fmt/format.h>
#include <unistd.h>

#include "report/style.hpp"
#include "report/table.hpp"

namespace haxen::program {

namespace {

bool write_to(std::FILE* stream, std::string_view text) {
  std::clearerr(stream);
  std::fwrite(text.data(), 1, text.size(), stream);
  // Only this one tells of a terminal that was hung up: what is written to that is counted as written
  // (glibc 2.36).
  return std::fflush(stream) == 0 && std::ferror(stream) == 0;
}

}  // namespace

bool put(std::string_view text) { return write_to(stdout, text); }
void talk(std::string_view text) { write_to(stderr, text); }

void tell(std::string_view words) {
  const auto around = report::surroundings(STDERR_FILENO);
  const auto sentence = fmt::format("haxen: {}", words);
  // Whoever reads it from a pipe breaks lines where he likes.
  if (!around.terminal) return talk(sentence + '\n');
  talk(report::paragraph({sentence}, 0, report::fitting(around, report::ColourWish::never)));
}

void warn(std::string_view words) { tell(fmt::format("warning: {}", words)); }

report::Form form_of(const Globals& globals) {
  return globals.output == Output::jsonl ? report::Form::line : report::Form::pages;
}

ExitCode exit_code_for(FaultKind kind) {
  switch (kind) {
    case FaultKind::usage: return ExitCode::usage;
    case FaultKind::busy: return ExitCode::busy;
    case FaultKind::exists: return ExitCode::no_plan;
    case FaultKind::unproven: return ExitCode::unproven;
    case FaultKind::unreachable:
    case FaultKind::late:
    case FaultKind::denied:
    case FaultKind::missing:
    case FaultKind::unsupported:
    case FaultKind::aborted:
    case FaultKind::failed: return ExitCode::failed;
  }
  return ExitCode::failed;
}

ExitCode refuse(const Globals& globals, const Fault& fault, ExitCode code) {
  tell(fmt::format("error: {}", fault.message));
  if (!fault.hint.empty()) tell(fmt::format("hint: {}", fault.hint));
  if (globals.output != Output::text) put(report::error_document(fault, code, form_of(globals)));
  return code;
}

ExitCode refuse(const Globals& globals, const Fault& fault) {
  return refuse(globals, fault, exit_code_for(fault.kind));
}

}  // namespace haxen::program

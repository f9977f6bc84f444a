// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the end of a change is told, and which exit code belongs to it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "change.hpp"
#include "executor/settings.hpp"
#include "journaling.hpp"
#include "operation/operation.hpp"
#include "report/history.hpp"
#include "report/undertaking.hpp"

namespace haxen::program {

/// What the screens and documents say of the command itself.
report::Undertaking undertaking_of(const Globals& globals, const ChangeFlags& flags,
                                   const operation::Wish& wish, const executor::Settings& settings);

/// As the journal keeps it. Without a `subject` it is about the undertaking's nodes.
model::Operation operation_of(const report::Undertaking& undertaking, const std::string& subject,
                              const std::string& reason, const executor::Self& who);

/// `code`, or partial with a warning where all went well but a node that did not answer may hold more.
ExitCode or_partial(ExitCode code, const model::Fleet& fleet);

class Report {
 public:
  /// `elapsed`: from the agreement to the last proof.
  Report(const Globals& globals, const ChangeFlags& flags, const report::Undertaking& undertaking,
         Seconds elapsed)
      : globals_(globals), flags_(flags), undertaking_(undertaking), elapsed_(elapsed) {}

  ExitCode tell(const operation::Ended& ended) const;
  /// The same for the journal, whatever form was asked for: a screen of 80 columns and a document.
  Conclusion conclude(const operation::Ended& ended, ExitCode code) const;
  /// haxen/outcome/1, on one line; empty where nothing was carried out.
  std::string document(const operation::Ended& ended) const;
  /// As the history would tell of it, also where nothing was carried out and the history does not.
  report::Past past(const operation::Ended& ended, model::Operation operation,
                    std::vector<model::Entry> entries, ExitCode code) const;

 private:
  ExitCode tell_plan(const operation::Ended& ended, std::string_view words, ExitCode code) const;
  ExitCode tell_outdated(const operation::Ended& ended) const;
  ExitCode tell_outcome(const operation::Ended& ended) const;
  std::string outcome_text(const operation::Ended& ended, ExitCode code) const;

  const Globals& globals_;
  const ChangeFlags& flags_;
  const report::Undertaking& undertaking_;
  Seconds elapsed_;
};

}  // namespace haxen::program

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to tell what is wrong, what would mend it and why that is safe, or how to decide.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/exit_code.hpp"
#include "base/names.hpp"
#include "model/anomaly.hpp"
#include "model/fleet.hpp"
#include "report/documents.hpp"
#include "report/style.hpp"

namespace haxen::report {

/// What is wrong: "it runs on n1 and n2 at once".
std::string sentence(const model::Anomaly& anomaly);

/// How one copy is told of: "paused by a migration, persistent".
std::string phrase(const model::Copy& copy);

/// "resume it on n1"
std::string deed(const model::Remedy& remedy);

/// Why the remedy is safe; empty where there is none.
std::string assurance(const model::Anomaly& anomaly);

/// How an operator can decide, or what he may want to do; empty where there is a remedy.
std::string counsel(const model::Anomaly& anomaly);

std::string_view word(model::MendResult result);
Tone tone(model::MendResult result);

/// What came of each of several anomalies.
struct Mending {
  OperationId operation;
  std::vector<model::MendOutcome> outcomes;  ///< in the order of the anomalies
  bool interrupted = false;
  bool timed_out = false;
};

/// All that was found; "Nothing is wrong." where that is nothing.
std::string anomalies_screen(const model::Anomalies& found, const Style& style);

/// What became of what could be mended, a line each.
std::string mending_screen(const model::Anomalies& found, const Mending& mending, const Style& style);

/// haxen/audit/1
std::string audit_document(const model::Fleet& fleet, const model::Anomalies& found,
                           const std::string& fleet_file, model::WallTime now, ExitCode code, Form form);

/// haxen/repair/1: the same, and what became of it; `mending` is none where nothing was done.
std::string repair_document(const model::Fleet& fleet, const model::Anomalies& found,
                            const std::optional<Mending>& mending, const std::string& fleet_file,
                            model::WallTime now, ExitCode code, Form form);

}  // namespace haxen::report

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the parts that several documents hold: moves, blockers and results as JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "base/bytes.hpp"
#include "base/duration.hpp"
#include "document/model.hpp"
#include "model/operation.hpp"
#include "model/outcome.hpp"
#include "model/plan.hpp"
#include "report/callings.hpp"
#include "report/documents.hpp"
#include "report/undertaking.hpp"

namespace haxen::report {

using document::Json;

// Null for unknown.
Json or_null(const std::string& text);
Json or_null(const std::optional<NodeName>& node);
Json or_null(const std::optional<Seconds>& length);
Json or_null(const std::optional<Milliseconds>& length);
Json or_null(const std::optional<double>& number);
Json or_null(const std::optional<Bandwidth>& rate);

/// Over many lines, or as one.
std::string laid_out(const Json& json, Form form);

/// Which command of whom on what, and why.
Json operation_part(const model::Operation& operation);
Json move_part(const model::Move& move, const Undertaking& of, const Callings& callings);
Json blocker_part(const model::Blocker& blocker, const Callings& callings);
Json relaxation_part(const model::Relaxation& relaxation, const Callings& callings);
/// `vm` is the VM's name.
Json result_part(const model::MoveOutcome& end, const std::string& vm);
Json result_part(const model::ShutDownOutcome& end, const std::string& vm);
Json start_part(const model::Start& start);
Json result_part(const model::StartOutcome& end);

}  // namespace haxen::report

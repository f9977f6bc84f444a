// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the values of the model are written as JSON: the parts that every document shares.
//
// Every field is always there, null for unknown; sizes in bytes, rates in bytes per second, lengths of time
// in seconds, moments in RFC 3339 UTC. Optional things are null, never left out.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "model/fleet.hpp"
#include "model/outcome.hpp"

namespace haxen::document {

/// Keeps the order in which fields were written: documents are read by people too.
using Json = nlohmann::ordered_json;

Json encode(const Fault& fault);
Json encode(const model::Mark& mark);
Json encode(const model::Disk& disk);
Json encode(const model::Hindrance& hindrance);
Json encode(const model::PendingMove& pending);
Json encode(const model::Policy& policy);
Json encode(const model::Image& image);
Json encode(const model::StoragePool& pool);
/// All of it. `cordon` or `claim` holds the mark.
Json encode(const model::Node& node);
Json encode(const model::Vm& vm);
Json encode(const model::Rule& rule);

/// What a status holds of them: no lists of emulators, machine types, pools or disks.
Json summary(const model::Node& node);
Json summary(const model::Vm& vm);

/// One document as text with a newline at its end; a line without any other newline. Bytes that are no UTF-8
/// become U+FFFD.
std::string text(const Json& document);
std::string line(const Json& document);

}  // namespace haxen::document

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows an operation as the journal keeps it.
#pragma once

#include <optional>
#include <string>

#include "base/names.hpp"
#include "model/event.hpp"
#include "model/mark.hpp"

namespace haxen::model {

/// One run of one command that changes something.
struct Operation {
  OperationId id;
  std::string command;  ///< "drain"
  std::string subject;  ///< the nodes or VM that it is about, as people read it: "n1, n2"
  std::string fleet;    ///< the fleet file
  std::string reason;   ///< the operator's words; may be empty
  model::Holder holder;
  model::WallTime began{};
  std::optional<model::WallTime> ended{};
  std::optional<int> exit_code{};  ///< none: it did not end by itself
  std::string report{};            ///< the last screen, for people
  std::string document{};          ///< haxen/outcome/1, or what else it ended with; may be empty
  friend bool operator==(const Operation&, const Operation&) = default;
};

/// Something that happened in an operation.
struct Entry {
  model::Moment time{};
  std::string kind;      ///< the event's name: "move_ended"
  std::string vm;        ///< its name; empty where it is about none
  std::string text;      ///< for people
  std::string document;  ///< haxen/event/1
  friend bool operator==(const Entry&, const Entry&) = default;
};

}  // namespace haxen::model

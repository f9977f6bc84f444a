// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what can be said against a level before its device is asked.
#pragma once

#include <string>
#include <vector>

namespace haxen::fencing {

enum class Remark {
  agent_missing,
  metadata_unreadable,
  parameters_wrong,
  password_unreadable,
  password_exposed,  ///< others can read its file
  old_name,          ///< the agent takes it still
};

/// Something that an operator should mend, at a place of the fleet file.
struct Objection {
  Remark remark{};
  std::string place;
  std::string message;  ///< names parameters, never their values
  std::string remedy{};
  friend bool operator==(const Objection&, const Objection&) = default;
};

using Objections = std::vector<Objection>;

/// Whether a level cannot be used because of it; the others are warnings.
inline bool is_grave(const Objection& objection) {
  return objection.remark != Remark::password_exposed && objection.remark != Remark::old_name;
}

}  // namespace haxen::fencing

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the operator at his terminal, or the script in his place.
#pragma once

#include "change.hpp"
#include "hooking.hpp"
#include "listening.hpp"
#include "operation/operation.hpp"
#include "proving.hpp"
#include "session.hpp"
#include "witnessing.hpp"

namespace haxen::program {

/// What there is to agree to, on the screen.
void show_draft(const Globals& globals, const report::Undertaking& undertaking,
                const operation::Draft& draft);

/// Refuses where nobody sits at a terminal to be asked.
Result<void> require_somebody();

/// Whether the operator agrees.
bool says_yes(const std::string& question);

class TerminalDesk : public operation::Desk {
 public:
  TerminalDesk(Session& session, const Globals& globals, const ChangeFlags& flags,
               const report::Undertaking& undertaking, Listening& listening, Hooking& hooking,
               Witnessing& witnessing, Proving& proving);

  Task<Result<model::Fleet>> survey() override;
  void show(const operation::Draft& draft) override;
  bool agree(const operation::Draft& draft) override;
  Task<Result<void>> clear(const operation::Draft& draft) override;
  Task<Result<void>> admit(NodeName node) override;
  Task<Result<void>> prove_dead(std::set<NodeName> nodes, executor::Listener& listener) override;
  model::WallTime now() override { return wall_time(); }

  /// Time since the last agreement; zero when there was none.
  Seconds since_agreed() const;

 private:
  bool ask(const operation::Draft& draft) const;

  Session& session_;
  const Globals& globals_;
  const ChangeFlags& flags_;
  const report::Undertaking& undertaking_;
  Listening& listening_;
  Hooking& hooking_;
  Witnessing& witnessing_;
  Proving& proving_;
  std::set<NodeName> dead_;  // proven: nobody waits for them any more
  std::optional<Time> agreed_;
};

}  // namespace haxen::program

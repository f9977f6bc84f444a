// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how nodes are cordoned and uncordoned without moving anything.
#include "cordons.hpp"

#include <fmt/format.h>
#include <functional>

#include "executor/marks.hpp"
#include "journaling.hpp"
#include "report/documents.hpp"
#include "say.hpp"
#include "self.hpp"
#include "session.hpp"

namespace haxen::program {

namespace {

using Nodes = std::set<NodeName>;
using Deed = std::function<Task<Result<void>>(executor::Marks&, Nodes)>;

// The words of these commands are their results.
class Unheard : public executor::Listener {
 public:
  void hear(const model::Happening&) override {}
};

void tell(const Globals& globals, const std::string& line) {
  if (globals.output == Output::text) put(line);
}

/// What is to be marked, by whom and why.
struct Order {
  std::string command;
  std::string reason;
  std::optional<OperationId> take_over;
};

model::Operation operation_of(const Globals& globals, const Order& order, const Nodes& nodes,
                              const executor::Self& who) {
  model::Operation operation;
  operation.id = new_operation_id();
  operation.command = order.command;
  operation.subject = fmt::format("{}", fmt::join(nodes, ", "));
  operation.fleet = fleet_file_path(globals);
  operation.reason = order.reason;
  operation.holder = who.holder;
  operation.began = wall_time();
  return operation;
}

Conclusion conclusion_of(const Result<void>& done) {
  if (done) return {static_cast<int>(ExitCode::done), {}, {}};
  const auto code = exit_code_for(done.error().kind);
  return {static_cast<int>(code), done.error().message + "\n",
          report::error_document(done.error(), code, report::Form::line)};
}

// Writes down what is done. The marks themselves see to it that nobody else's are overwritten.
Result<void> mark_and_write_down(const Globals& globals, const Order& order, Session& session,
                                 const Nodes& nodes, const Deed& deed) {
  const auto who = self();
  const auto operation = operation_of(globals, order, nodes, who);
  Unheard unheard;
  Journaling journaling(session.loop(), unheard);
  if (auto opened = journaling.open(operation, who, Journaling::Hold::nothing); !opened) return opened;
  journaling.hear(model::OperationBegan{operation.id, operation.command, 0, {}, std::nullopt, {}});
  executor::Marks marks(session.connections(), journaling, operation.id, who, order.take_over);
  const auto done = session.loop().run(deed(marks, nodes));
  journaling.close(conclusion_of(done));
  return done;
}

// A command that only marks: finds the nodes, does the deed, and shows the fleet to a script that asked for a
// document.
ExitCode mark(const Globals& globals, const Order& order, const std::vector<std::string>& words,
              const Deed& deed) {
  auto config = load_config(globals);
  if (!config) return refuse(globals, config.error());
  const auto nodes = nodes_named(*config, words);
  if (!nodes) return refuse(globals, nodes.error());
  std::erase_if(config->nodes, [&](const config::NodeEntry& node) { return !nodes->contains(node.name); });
  Session session(std::move(*config));
  const auto done = mark_and_write_down(globals, order, session, *nodes, deed);
  if (!done) return refuse(globals, done.error());
  if (globals.output != Output::text) {
    const auto fleet = session.loop().run(session.survey());
    put(report::status_document(fleet, fleet_file_path(globals), wall_time(), form_of(globals)));
  }
  return ExitCode::done;
}

Task<Result<void>> set_cordons(executor::Marks& marks, Nodes nodes, std::string reason,
                               std::optional<model::WallTime> until) {
  std::vector<executor::Wanted> wanted;
  for (const auto& node : nodes) {
    wanted.push_back(executor::Wanted{node, model::MarkKind::cordon, Bytes{}, reason, until});
  }
  auto taken = co_await marks.take(wanted, wall_time(), {});
  if (!taken) co_return taken;
  const auto left = co_await marks.release();
  for (const auto& text : left) warn(text);
  co_return Result<void>{};
}

Task<Result<void>> lift_cordons(const Globals& globals, executor::Marks& marks, Nodes nodes) {
  for (const auto& node : nodes) {
    const auto lifted = co_await marks.lift(node);
    if (!lifted) co_return tl::unexpected(lifted.error());
    tell(globals, fmt::format("{} {}\n", node, *lifted ? "takes VMs again" : "was not cordoned"));
  }
  co_return Result<void>{};
}

}  // namespace

ExitCode cordon(const Globals& globals, const std::vector<std::string>& nodes, const std::string& reason,
                std::optional<model::WallTime> until, const std::optional<OperationId>& take_over) {
  const Order order{"cordon", reason, take_over};
  const auto code = mark(globals, order, nodes, [&](executor::Marks& marks, const Nodes& names) {
    return set_cordons(marks, names, reason, until);
  });
  if (code == ExitCode::done) {
    for (const auto& node : nodes) tell(globals, fmt::format("{} takes no VMs from now on\n", node));
  }
  return code;
}

ExitCode uncordon(const Globals& globals, const std::string& command, const std::vector<std::string>& nodes,
                  const std::optional<OperationId>& take_over) {
  const Order order{command, {}, take_over};
  return mark(globals, order, nodes, [&](executor::Marks& marks, const Nodes& names) {
    return lift_cordons(globals, marks, names);
  });
}

}  // namespace haxen::program

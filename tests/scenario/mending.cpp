// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a scenario's repairs are told.
#include "mending.hpp"

#include <fmt/format.h>
#include <sstream>

#include "repair/course.hpp"
#include "report/anomalies.hpp"

namespace haxen::scenario {

namespace {

std::string told(const model::Anomaly& anomaly) {
  const auto subject = anomaly.vm.empty() ? anomaly.node.str() : anomaly.name.str();
  const auto next = [&]() -> std::string {
    switch (anomaly.prospect) {
      case model::Prospect::mendable: return "to do: " + report::deed(*anomaly.remedy);
      case model::Prospect::unproven: return "NOT PROVEN";
      case model::Prospect::advice: return "advice: " + report::counsel(anomaly);
    }
    return {};
  };
  return fmt::format("{}: {}; {}", subject, report::sentence(anomaly), next());
}

class Desk : public repair::Desk {
 public:
  Desk(const Workshop& workshop, bool agrees) : workshop_(workshop), agrees_(agrees) {}
  void show(const model::Anomalies& found) override {
    for (const auto& anomaly : found) workshop_.say(told(anomaly));
  }
  bool agree(const model::Anomalies&) override { return agrees_; }

 private:
  const Workshop& workshop_;
  bool agrees_;
};

std::set<VmUuid> named(const std::string& name, const model::Fleet& fleet) {
  std::set<VmUuid> vms;
  for (const auto& vm : fleet.vms)
    if (vm.name.str() == name) vms.insert(vm.uuid);
  return vms;
}

std::string end_of(repair::Ending how) {
  switch (how) {
    case repair::Ending::nothing_to_do: return "nothing to do";
    case repair::Ending::declined: return "declined";
    case repair::Ending::carried_out: return "carried out";
  }
  return {};
}

}  // namespace

bool is_about_repair(const std::string& command) {
  return command.starts_with("repair") || command.starts_with("status");
}

Task<void> mend(Workshop workshop, std::string command, model::Fleet fleet) {
  std::istringstream words(command);
  std::string verb, subject;
  words >> verb >> subject;
  const bool audits = verb == "status";
  repair::Question question{{}, workshop.self, workshop.now};
  if (!audits && !subject.empty()) question.vms = named(subject, fleet);
  Desk desk(workshop, !audits);
  const repair::Context context{workshop.connections, desk, workshop.listener, workshop.stop,
                                workshop.operation};
  const auto ended = co_await repair::repair(context, question, std::move(fleet));
  workshop.say(end_of(ended.how));
}

}  // namespace haxen::scenario

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows where events go.
#include "listening.hpp"

#include <chrono>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "report/documents.hpp"
#include "say.hpp"

namespace haxen::program {

namespace {

model::Event now(const model::Happening& what) {
  return {std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()), what};
}

// Work begins with the first mark: from there on a signal must not end the program at once.
class WorkListener : public executor::Listener {
 public:
  WorkListener(Signals& signals, Loop& loop, executor::StopSwitch& stop)
      : signals_(signals), loop_(loop), stop_(stop) {}

  void hear(const model::Happening& happening) override {
    if (std::holds_alternative<model::OperationBegan>(happening)) signals_.begin_work(loop_, stop_);
    tell(now(happening));
  }

 private:
  virtual void tell(const model::Event& event) = 0;

  Signals& signals_;
  Loop& loop_;
  executor::StopSwitch& stop_;
};

// A line per thing that happens.
class Lines : public WorkListener {
 public:
  using WorkListener::WorkListener;

 private:
  void tell(const model::Event& event) override {
    if (const auto* started = std::get_if<model::MoveStarted>(&event.what)) {
      talk(fmt::format("{}: {} to {}\n", started->vm.name, started->from, started->to));
    } else if (const auto* raised = std::get_if<model::DowntimeRaised>(&event.what)) {
      talk(fmt::format("{}: downtime limit {} ms: {}\n", raised->vm.name, raised->to.count(), raised->why));
    } else if (const auto* warned = std::get_if<model::Warned>(&event.what)) {
      warn(warned->text);
    }
  }
};

class Stream : public WorkListener {
 public:
  using WorkListener::WorkListener;

 private:
  void tell(const model::Event& event) override { put(report::event_document(event).dump() + "\n"); }
};

}  // namespace

std::unique_ptr<executor::Listener> make_listener(const Globals& globals, Signals& signals, Loop& loop,
                                                  executor::StopSwitch& stop) {
  if (globals.output == Output::jsonl) return std::make_unique<Stream>(signals, loop, stop);
  return std::make_unique<Lines>(signals, loop, stop);
}

}  // namespace haxen::program

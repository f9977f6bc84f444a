// SPDX-License-Identifier: GPL-2.0-or-later
// Knows where events go.
#include "listening.hpp"

#include <chrono>
#include <unistd.h>

#include "report/narrator.hpp"

namespace haxen::program {

namespace {

using namespace std::chrono_literals;

constexpr auto redraw_every = 200ms;

model::Moment now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::unique_ptr<report::Narrator> narrator_for(Output output) {
  if (output == Output::jsonl) return report::event_narrator();
  return report::can_redraw(report::surroundings(STDERR_FILENO)) ? report::terminal_narrator()
                                                                 : report::plain_narrator();
}

}  // namespace

Listening::Listening(const Globals& globals, Signals& signals, Loop& loop, executor::StopSwitch& stop)
    : globals_(globals),
      signals_(signals),
      loop_(loop),
      stop_(stop),
      narrator_(narrator_for(globals.output)),
      outlet_(stream()) {}

// Work begins with the first mark: from there on a signal must not end the program at once.
void Listening::hear(const model::Happening& happening) {
  if (!working_ && std::holds_alternative<model::OperationBegan>(happening)) {
    working_ = true;
    signals_.begin_work(loop_, stop_);
    loop_.spawn(redraw());
    loop_.spawn(tell_stop());
  }
  if (const auto* started = std::get_if<model::MoveStarted>(&happening))
    under_way_.insert(started->vm.uuid);
  else if (const auto* adopted = std::get_if<model::MoveAdopted>(&happening))
    under_way_.insert(adopted->vm.uuid);
  else if (const auto* ended = std::get_if<model::MoveEnded>(&happening))
    under_way_.erase(ended->vm.uuid);
  outlet_.write(narrator_->hear({now(), happening}, style()));
}

void Listening::pause() {
  outlet_.write(narrator_->pause(style()));
  outlet_.flush();
}

Task<void> Listening::redraw() {
  while (true) {
    co_await loop_.sleep(redraw_every);
    if (outlet_.is_clear()) outlet_.write(narrator_->tick(now(), style()));
  }
}

Task<void> Listening::tell_stop() {
  Bell& pressed = stop_.pressed();
  while (true) {
    co_await pressed;
    if (stop_.cause()) hear(model::Stopping{*stop_.cause(), under_way_.size(), {}});
  }
}

int Listening::stream() const { return globals_.output == Output::jsonl ? STDOUT_FILENO : STDERR_FILENO; }

report::Style Listening::style() const {
  return report::fitting(report::surroundings(stream()), globals_.colour);
}

}  // namespace haxen::program

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how far an operation has come, from the events that tell it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "model/event.hpp"
#include "report/style.hpp"

namespace haxen::report {

class Progress {
 public:
  void take(const model::Event& event);

  /// A line per running migration and one for the whole, each narrower than the screen, together lower than
  /// it. Empty before the operation began.
  std::vector<std::string> lines(model::Moment now, const Style& style) const;

  /// Of all data that is to be moved: 0..1, never falling.
  double share() const;

 private:
  struct Running {
    model::NamedVm vm;
    NodeName from;
    NodeName to;
    Bytes data{};  // memory and copied disks
    std::optional<model::Sampled> sample{};
    double best = 0;  // the share of it that was ever sent: a new pass takes nothing back
  };

  void start(const model::NamedVm& vm, const NodeName& from, const NodeName& to, Bytes data);
  void look(const model::Sampled& sample);
  void end(const model::MoveEnded& ended);
  std::string vm_lines(const std::vector<Running>& shown, const Style& style) const;
  std::string whole_line(model::Moment now, const Style& style) const;
  std::optional<Seconds> time_left(model::Moment now) const;

  std::optional<model::OperationBegan> operation_;
  model::Moment began_{};
  std::vector<Running> running_;
  std::size_t moved_ = 0;
  std::size_t other_ends_ = 0;  // moves that came to another end
  Bytes done_{};                // data of all moves that are over
};

}  // namespace haxen::report

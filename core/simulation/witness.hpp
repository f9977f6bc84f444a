// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what really happened in a world: the log of it, and every moment at which a VM ran twice or ceased to
// run.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "async/loop.hpp"
#include "base/duration.hpp"
#include "base/names.hpp"

namespace haxen::simulation {

/// Something that must not happen to a VM, or that somebody must answer for.
struct Incident {
  Seconds at{};  ///< since the world began
  VmUuid vm;
  std::vector<NodeName> nodes;  ///< where it ran at that moment, or ran last
  std::string cause;
  friend bool operator==(const Incident&, const Incident&) = default;
};

struct LogLine {
  Seconds at{};
  std::string text;
  friend bool operator==(const LogLine&, const LogLine&) = default;
};

/// "12.345678 n1: web1: stopped for the migration", one line each.
std::string to_string(const std::vector<LogLine>& log);

class Witness {
 public:
  explicit Witness(Loop& loop) : loop_(loop), began_(loop.now()) {}

  void name(const VmUuid& vm, const VmName& name) { names_[vm] = name; }

  void say(std::string text);
  void say(const NodeName& node, const VmUuid& vm, const std::string& text);

  /// It ran when the world began.
  void found_running(const VmUuid& vm, const NodeName& node);
  /// A copy's CPUs have been started.
  void runs(const VmUuid& vm, const NodeName& node, const std::string& cause);
  /// They have been stopped; the VM is still there.
  void stands(const VmUuid& vm, const NodeName& node, const std::string& cause);
  /// The process is gone; it was the VM's last active copy if `last`.
  enum class Remains { another_copy, none };
  void gone(const VmUuid& vm, const NodeName& node, Remains remains, const std::string& cause);
  /// The process that is gone held the guest: it did not only receive it.
  void departed(const VmUuid& vm, const NodeName& node, const std::string& cause);
  /// A copy misses a part of its memory, for good: it stands still.
  void torn(const VmUuid& vm, const NodeName& node);

  const std::vector<LogLine>& log() const { return log_; }
  const std::vector<Incident>& doubled() const { return doubled_; }
  const std::vector<Incident>& ended() const { return ended_; }
  const std::vector<Incident>& departed() const { return departed_; }
  const std::vector<Incident>& torn() const { return torn_; }
  std::size_t most_at_once(const VmUuid& vm) const;

 private:
  void count(const VmUuid& vm, const std::string& cause);
  Seconds now() const { return loop_.now() - began_; }

  Loop& loop_;
  Time began_;
  std::map<VmUuid, VmName> names_;
  std::map<VmUuid, std::set<NodeName>> running_;
  std::map<VmUuid, std::size_t> most_;
  std::vector<LogLine> log_;
  std::vector<Incident> doubled_;
  std::vector<Incident> ended_;
  std::vector<Incident> departed_;
  std::vector<Incident> torn_;
};

}  // namespace haxen::simulation

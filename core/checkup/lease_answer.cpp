// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how sanlock's client is asked, and reads what it prints line by line.
#include "checkup/lease_answer.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <sstream>
#include <string_view>

namespace haxen::checkup {

namespace {

constexpr std::string_view no_sanlock = "haxen: no sanlock";
constexpr std::string_view hosts_follow = "haxen: hosts";
constexpr std::string_view all_told = "haxen: told";

constexpr std::uint64_t default_io_timeout = 10;  // DEFAULT_IO_TIMEOUT
constexpr std::uint64_t watchdog_fires = 60;      // WATCHDOG_FIRE_TIMEOUT

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || rest != text.data() + text.size()) return std::nullopt;
  return value;
}

struct Pair {
  std::string_view key;
  std::string_view value;
};

/// An indented "key=value".
std::optional<Pair> pair_of(std::string_view line) {
  const auto begin = line.find_first_not_of(' ');
  const auto equals = line.find('=');
  if (begin == 0 || begin == line.npos || equals == line.npos) return std::nullopt;
  return Pair{line.substr(begin, equals - begin), line.substr(equals + 1)};
}

class Reader {
 public:
  explicit Reader(const std::string& lockspace) : lockspace_("s " + lockspace + ':') {}

  void read(std::string_view line) {
    if (line == hosts_follow) {
      part_ = Part::hosts;
      record_ = nullptr;
    } else if (const auto pair = pair_of(line)) {
      value(*pair);
    } else if (part_ == Part::hosts) {
      begin_record(line);
    } else {
      begin_section(line);
    }
  }

  LeaseView view() && { return std::move(view_); }

 private:
  enum class Part { other, daemon, lockspace, hosts };

  // "s NAME:HOST_ID:PATH:OFFSET", with " ADD" or " REM" while it comes or goes.
  void begin_section(std::string_view line) {
    part_ = line.starts_with("daemon ") ? Part::daemon : Part::other;
    if (!line.starts_with(lockspace_) || line.ends_with(" ADD") || line.ends_with(" REM")) return;
    line.remove_prefix(lockspace_.size());
    view_.host_id = number<unsigned>(line.substr(0, line.find(':')));
    if (view_.host_id) part_ = Part::lockspace;
  }

  // "HOST_ID timestamp SECONDS"
  void begin_record(std::string_view line) {
    const auto host_id = number<unsigned>(line.substr(0, line.find(' ')));
    record_ = host_id ? &view_.leases[*host_id] : nullptr;
  }

  void value(const Pair& pair) {
    switch (part_) {
      case Part::other: return;
      case Part::daemon: return of_daemon(pair);
      case Part::lockspace: return of_lockspace(pair);
      case Part::hosts:
        if (record_ != nullptr) of_record(pair, *record_);
        return;
    }
  }

  void of_daemon(const Pair& pair) {
    if (pair.key == "our_host_name") view_.name = pair.value;
    if (pair.key == "use_watchdog") view_.watchdog = pair.value != "0";
    if (pair.key == "monotime") view_.now = number<std::uint64_t>(pair.value).value_or(0);
  }

  void of_lockspace(const Pair& pair) {
    // Its own hosts are still looked after, but its own lease is lost.
    if (pair.key == "space_dead" && pair.value != "0") view_.host_id.reset();
    if (pair.key == "io_timeout") view_.io_timeout = number<std::uint64_t>(pair.value).value_or(0);
    if (pair.key == "external_used") view_.used = pair.value == "1";
  }

  static void of_record(const Pair& pair, LeaseRecord& record) {
    const auto count = number<std::uint64_t>(pair.value).value_or(0);
    if (pair.key == "owner_generation") record.generation = count;
    if (pair.key == "timestamp") record.timestamp = count;
    if (pair.key == "last_check") record.last_check = count;
    if (pair.key == "last_live") record.last_live = count;
    if (pair.key == "io_timeout") record.io_timeout = count;
    if (pair.key == "owner_name") record.owner = pair.value;
  }

  std::string lockspace_;
  LeaseView view_;
  Part part_ = Part::other;
  LeaseRecord* record_ = nullptr;
};

// More is no time-out, and would leave no room to reckon in.
std::uint64_t io_timeout_of(std::uint64_t told) {
  return told == 0 ? default_io_timeout : std::min<std::uint64_t>(told, 1U << 20U);
}

std::uint64_t since(std::uint64_t now, std::uint64_t then) { return now > then ? now - then : 0; }

}  // namespace

std::string lease_question(const std::string& lockspace) {
  return fmt::format(
      "export LC_ALL=C PATH=\"$PATH:/usr/sbin:/sbin\"\n"
      "command -v sanlock >/dev/null 2>&1 || {{ echo '{0}'; exit 0; }}\n"
      "sanlock client status -D 2>/dev/null || exit 0\n"
      "echo '{1}'\n"
      "sanlock client host_status -D -s '{3}' 2>/dev/null\n"
      "echo '{2}'\n",
      no_sanlock, hosts_follow, all_told, lockspace);
}

Result<LeaseView> read_leases(const std::string& text, const std::string& lockspace) {
  Reader reader(lockspace);
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line == no_sanlock) return fault(FaultKind::unsupported, "there is no sanlock");
    if (line == all_told) return std::move(reader).view();
    reader.read(line);
  }
  return fault(FaultKind::failed, "its sanlock does not answer");
}

LeaseState state_of(const LeaseView& view, const LeaseRecord& record) {
  const auto warned_after = 6 * io_timeout_of(view.io_timeout);  // id_renewal_warn_seconds
  const auto failed_after = 8 * io_timeout_of(record.io_timeout);
  if (record.generation == 0 || since(view.now, record.last_check) > warned_after) return LeaseState::unknown;
  if (record.timestamp == 0) return LeaseState::free;
  if (record.last_live == 0) return LeaseState::unknown;
  const auto same_for = since(record.last_check, record.last_live);
  if (same_for > failed_after + watchdog_fires) return LeaseState::dead;
  return same_for > failed_after ? LeaseState::failing : LeaseState::held;
}

Seconds dead_after(const LeaseRecord& record) {
  return Seconds(static_cast<double>(8 * io_timeout_of(record.io_timeout) + watchdog_fires));
}

Seconds unrenewed(const LeaseView& view, const LeaseRecord& record) {
  return Seconds(static_cast<double>(since(view.now, record.last_live)));
}

}  // namespace haxen::checkup

// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a node's sanlock is asked what it sees of all hosts' leases, and how its answer is read.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "base/duration.hpp"
#include "base/result.hpp"

namespace haxen::checkup {

/// One host's lease, as a sanlock that looks on has read it last. Times are whole seconds, those of the
/// holder's clock in `timestamp`, else those of the onlooker's.
struct LeaseRecord {
  std::uint64_t generation = 0;  ///< grows whenever it is taken; 0: nobody ever has
  std::uint64_t timestamp = 0;   ///< of its last renewal; 0: it is free
  std::uint64_t last_check = 0;  ///< when it was read last
  std::uint64_t last_live = 0;   ///< when it was read first as it is now; 0: not known
  std::uint64_t io_timeout = 0;  ///< the holder's; 0: sanlock's default
  std::string owner{};           ///< by whatever name its sanlock goes
  friend bool operator==(const LeaseRecord&, const LeaseRecord&) = default;
};

/// What one sanlock tells of itself and of a lockspace.
struct LeaseView {
  std::string name{};                 ///< its own in leases
  std::optional<bool> watchdog{};     ///< whether it has its host reset
  std::uint64_t now = 0;              ///< by its clock
  std::optional<unsigned> host_id{};  ///< its own in the lockspace; none: it is not in it
  std::uint64_t io_timeout = 0;       ///< its own in the lockspace
  bool used = false;  ///< the lockspace counts as used, so that its loss resets the host in any case
  std::map<unsigned, LeaseRecord> leases{};  ///< by host_id
  friend bool operator==(const LeaseView&, const LeaseView&) = default;
};

/// For a POSIX shell. The lockspace's name holds nothing but letters, digits and . - _.
std::string lease_question(const std::string& lockspace);

/// From what lease_question() printed: `sanlock client status -D` and `host_status -D`, as sanlock 3.8.5
/// prints them. Refuses with `unsupported` where there is no sanlock, and with `failed` where it does not
/// answer or its answer breaks off.
Result<LeaseView> read_leases(const std::string& text, const std::string& lockspace);

enum class LeaseState {
  unknown,  ///< nobody has held it, or it has not been read for too long to be believed
  free,     ///< released in good order
  held,     ///< renewed, or not watched for long enough
  failing,  ///< not renewed in time: the holder ends what uses it, or is about to be reset
  dead,     ///< not renewed for so long that the holder's watchdog has reset it
};

/// By sanlock's own rule (3.8.5, get_host_flag() in lockspace.c, constants in timeouts.h), but counted up to
/// the last reading: an onlooker that cannot read calls everybody dead after a while.
LeaseState state_of(const LeaseView& view, const LeaseRecord& record);

/// How long after its last renewal a lease counts as dead: eight I/O timeouts, in which the holder ends what
/// uses it, and the 60 s of its watchdog; 140 s with sanlock's default of 10 s.
Seconds dead_after(const LeaseRecord& record);

/// How long ago a renewal was seen last.
Seconds unrenewed(const LeaseView& view, const LeaseRecord& record);

}  // namespace haxen::checkup

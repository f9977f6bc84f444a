// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what probing services from outside has found: how many probes were answered, and when nothing was.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/duration.hpp"
#include "model/moment.hpp"

namespace haxen::model {

enum class ProbeKind {
  icmp,         ///< echo requests
  udp,          ///< datagrams to an echo service (RFC 862)
  tcp,          ///< messages over one connection to an echo service
  tcp_connect,  ///< a connection of its own for each probe
  http,         ///< a connection and a request for each probe; any status line is an answer
};

/// As in URLs and documents: "tcp-connect".
std::string_view scheme(ProbeKind kind);

/// A time in which no answer came.
struct Gap {
  Seconds began{};      ///< since the first probe of all: when the last answer before it came
  Seconds length{};     ///< up to the next answer, or to the end of probing
  bool ended = true;    ///< false: nothing was answered any more
  Seconds own_delay{};  ///< by how much the prober itself was late within it, at most

  friend bool operator==(const Gap&, const Gap&) = default;
};

/// The shape of many lengths of time: exact extremes, percentiles within 1 %.
struct Spread {
  Seconds p50{};
  Seconds p99{};
  Seconds most{};

  friend bool operator==(const Spread&, const Spread&) = default;
};

/// Of answers, by whether they came before, in or after what is watched. None where none came.
struct Latencies {
  std::optional<Spread> before{};
  std::optional<Spread> during{};
  std::optional<Spread> after{};

  friend bool operator==(const Latencies&, const Latencies&) = default;
};

/// What only one long connection can tell.
struct StreamFigures {
  std::uint64_t retransmissions = 0;  ///< segments that the prober's end sent again (TCP_INFO)
  std::uint64_t breaks = 0;           ///< connections that were lost
  Seconds stall{};                    ///< longest time without an answer while one was owed

  friend bool operator==(const StreamFigures&, const StreamFigures&) = default;
};

/// What probing one target has found.
struct ProbeFigures {
  std::string target;  ///< as a URL
  ProbeKind kind = ProbeKind::icmp;
  std::string address;  ///< numeric, the one that was probed
  std::uint64_t sent = 0;
  std::uint64_t answered = 0;  ///< each probe once
  std::uint64_t unsent = 0;    ///< probes that were due, and for which this machine had no means
  std::optional<std::uint64_t> reordered{};  ///< answers behind one to a later probe; datagrams only
  std::uint64_t duplicated = 0;
  std::uint64_t refused = 0;        ///< probes that came back with an error
  std::optional<Gap> longest{};     ///< of all, listed or not
  std::vector<Gap> gaps{};          ///< those that are long enough to be listed, the first `most_gaps`
  std::uint64_t gap_count = 0;      ///< how many were long enough
  std::optional<Spread> latency{};  ///< none where nothing was answered
  Latencies latencies{};            ///< by the periods that the prober was told of
  std::optional<StreamFigures> stream{};
  std::string trouble{};  ///< the latest error, in the system's words; empty where there was none
};

inline std::uint64_t lost(const ProbeFigures& figures) { return figures.sent - figures.answered; }

/// How it goes, for whoever looks on.
struct ProbeGlance {
  Seconds elapsed{};
  std::uint64_t sent = 0;
  std::uint64_t answered = 0;
  std::size_t targets = 0;
  std::size_t silent = 0;  ///< targets without an answer for as long as a gap is listed from
  Seconds longest_gap{};   ///< also one that goes on
};

/// What probing all targets has found.
struct ProbeReport {
  Moment began{};
  std::chrono::steady_clock::time_point began_at{};  ///< the same; what all offsets are counted from
  Seconds lasted{};  ///< from the first probe to the end of sending
  Milliseconds interval{};
  Milliseconds listed_from{};  ///< gaps from this length on are listed
  bool interrupted = false;
  std::optional<Spread> own_delay{};  ///< how late probes left, against their schedule; it is in all figures
  std::vector<ProbeFigures> targets{};
};

}  // namespace haxen::model

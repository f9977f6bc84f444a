# SPDX-License-Identifier: GPL-2.0-or-later
# Knows how a bench listens to guests, collects figures and puts them into a table. Sourced, never run.
#
# A bench is called with the program as its argument and prints Markdown on stdout: a sentence, a table. What it sees on
# its way goes to stderr. Nothing in it passes or fails: a bench ends with 0 unless it could not measure.
source "$(dirname "${BASH_SOURCE[0]}")/../lab/common.sh"

figures=$place/figures
: >"$figures"
load_before=$(cut -d' ' -f1 /proc/loadavg)

tell() { printf '%s\n' "$*" >&2; }

# --- time and outage ---

in_ms() { awk "BEGIN { printf \"%g\", $1 * 1000 }"; } # SECONDS

now_ms() { printf '%d' "$(($(date +%s%N) / 1000000))"; }

# timed COMMAND…: leaves its wall time in $took, in milliseconds.
timed() {
  local begin
  begin=$(now_ms)
  "$@" >&2 || { tell "failed: $*"; return 1; }
  took=$(($(now_ms) - begin))
}

pingers=()
ping_every=${PING_EVERY:-0.002}

# Pings guests from the operator's place until hush().
listen_to() { # VM…
  local vm
  pingers=()
  for vm; do
    "$lab" operator -- ping -n -D -i "$ping_every" "$vm" >"$place/pings.$vm" &
    pingers+=($!)
  done
  sleep 0.5
}

hush() {
  sleep 1
  kill -INT "${pingers[@]}"
  wait "${pingers[@]}" 2>/dev/null || true
}

# The longest time between two replies, less the interval, in milliseconds.
outage_of() { # VM
  awk -F'[][]' -v every="$ping_every" '/bytes from/ { if (last && $2 - last > gap) gap = $2 - last; last = $2 }
                                       END { printf "%.0f\n", (gap - every) * 1000 }' "$place/pings.$1"
}

# --- figures ---

# note SERIES FIGURE
note() {
  printf '%s %s\n' "$1" "$2" >>"$figures"
  tell "$1: $2"
}

all_of() { sed -n "s/^$1 //p" "$figures" | sort -n; } # SERIES

median_of() { # SERIES
  all_of "$1" | awk '{ value[NR] = $1 } END { print NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2 }'
}

head_row() { # WHAT UNIT
  printf '\n| %s | n | best | median | worst | median against the first |\n|---|--:|--:|--:|--:|--:|\n' "$1, $2"
}

# row LABEL SERIES FIRST: the series' line; FIRST is the series that it is held against.
row() {
  all_of "$2" | awk -v label="$1" -v first="$(median_of "$3")" '
    { value[NR] = $1 }
    END { median = NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2
          printf "| %s | %d | %g | %g | %g | %.2f |\n", label, NR, value[1], median, value[NR], first ? median / first : 0 }'
  tell "all of $2: $(all_of "$2" | paste -sd ' ')"
}

# How much else the machine did while the figures were taken.
load_note() {
  printf '\nLoad average of the machine: %s before, %s after; %s cores.\n' \
    "$load_before" "$(cut -d' ' -f1 /proc/loadavg)" "$(nproc)"
}

# --- the two ways ---

uri() { sed -n "/^name = \"$1\"/,/^uri/s/^uri = \"\(.*\)\"/\1/p" "$("$lab" fleet)"; }
address() { sed -n "/^name = \"$1\"/,/^migrate_uri/s/^migrate_uri = \"tcp:\/\/\(.*\)\"/\1/p" "$("$lab" fleet)"; }

virsh_at() { # NODE WORD…
  local at
  at=$(uri "$1")
  "$lab" operator -- virsh -q -c "$at" "${@:2}"
}

virsh_move() { # VM FROM TO
  virsh_at "$2" migrate --live --p2p --persistent --undefinesource "$1" "qemu+tls://$3/system" "tcp://$(address "$3")"
}

# haxen COMMAND WORD…, which has to succeed.
haxen_does() {
  hx "$@"
  ((code == 0)) || { cat "$place/out" "$place/err" >&2; return 1; }
}

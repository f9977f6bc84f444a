# SPDX-License-Identifier: GPL-2.0-or-later
# Knows how a test drives haxen in a lab of its own and checks what became of the guests. Sourced, never run.
#
# A test is called with the program as its argument; it says PASS or FAIL per promise, and exits 0, 1 or 77 (skipped).
# A second argument is the way that its lab's guests move by: 'peers' (the nodes reach each other), or 'direct' (they do
# not: the operator, who comes by ssh only, is the one who does).
set -euo pipefail

tests=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
lab=$tests/../../tools/lab/lab
haxen=$(readlink -f "${1:?usage: $0 PROGRAM [peers|direct]}")
way=${2:-peers}
place=$(mktemp -d "/tmp/haxen-${0##*/}.XXXXXX")
export HAXEN_LAB_DIR=$place/labs HAXEN_LAB=${0##*/}
broken=0

finish() {
  local code=$?
  "$lab" down >"$place/down" 2>&1 || { cat "$place/down"; code=1; }
  rm -rf "$place"
  trap - EXIT
  ((code == 0 && broken > 0)) && code=1
  exit "$code"
}
trap finish EXIT

# Raises the lab that the test wants; without root or namespaces the test is skipped, aloud.
raise() {
  local code=0 shape=()
  [[ $way != direct ]] || shape=(--ssh-only)
  "$lab" up "${shape[@]}" "$@" >"$place/up" 2>&1 || code=$?
  ((code == 0)) && return 0
  cat "$place/up"
  ((code != 77)) || echo "skipped: this machine cannot hold a lab"
  exit "$code"
}

# Runs haxen where the operator sits. Leaves its words in $place/out and $place/err, and its exit code in $code.
hx() {
  code=0
  "$lab" operator -- "$haxen" "$@" >"$place/out" 2>"$place/err" </dev/null || code=$?
}

# hx_begin ARGUMENTS… and hx_end: the same in two halves. Between them $pid is the program's own.
hx_begin() {
  rm -f "$place/pid"
  "$lab" operator -- bash -c 'echo $$ >"$1"; shift; exec "$@"' - "$place/pid" "$haxen" "$@" \
    >"$place/out" 2>"$place/err" </dev/null &
  job=$!
  eventually 30 test -s "$place/pid"
  pid=$(<"$place/pid")
}
hx_end() {
  code=0
  wait "$job" 2>/dev/null || code=$?
}

eventually() { # SECONDS COMMAND…
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do ((SECONDS < deadline)) || { echo "not in time: $*"; return 1; }; sleep 0.1; done
}

# The VM's memory is on its way from the node, and some of it is there.
is_copying() { # VM NODE
  grep -qE '^Data processed: +([1-9][0-9.]* MiB|.* GiB)' <<<"$("$lab" node "$2" -- virsh domjobinfo "$1" 2>/dev/null)"
}

# promise SENTENCE COMMAND…
promise() {
  local sentence=$1
  shift
  if "$@" >"$place/why" 2>&1; then
    printf 'PASS %s\n' "$sentence"
  else
    printf 'FAIL %s\n' "$sentence"
    sed 's/^/  | /' "$place/why" | tail -n 30
    for words in out err; do
      [[ -s $place/$words ]] && sed "s/^/  $words: /" "$place/$words" | tail -n 25
    done
    broken=$((broken + 1))
  fi
}

# exits CODE: the last hx ended with it.
exits() { ((code == $1)) || { echo "exit code $code instead of $1"; return 1; }; }

# says STREAM PATTERN: the last hx said so on out or err.
says() { grep -qE -- "$2" "$place/$1" || { echo "no '$2' on $1"; return 1; }; }

# tells PATTERN: the last hx's screen says so, wherever its lines break.
tells() { grep -qE -- "$1" <<<"$(tr -s ' \n' ' ' <"$place/out")" || { echo "no '$1' in what was shown"; return 1; }; }

# json FILTER: the last hx's document holds this.
json() { jq -e "$1" "$place/out" >/dev/null || { echo "not so: $1"; return 1; }; }

nodes() { seq -f 'node%g' 1 "$(grep -c '^\[\[node\]\]' "$("$lab" fleet)")"; }

# Runs a command on all nodes at once: its lines, each behind its node's name. One that does not answer says nothing.
everywhere() { # COMMAND…
  local node asker askers=()
  for node in $(nodes); do
    "$lab" node "$node" -- timeout 30 "$@" 2>/dev/null | sed "s/^/$node /" >"$place/says.$node" &
    askers+=("$!")
  done
  for asker in "${askers[@]}"; do wait "$asker" || true; done
  cat "$place"/says.*
}

# What every node runs, as lines of "NODE VM", asked of each node's own libvirt.
roll_call() { everywhere virsh -q list --name --state-running --state-paused; }

# Where the VM is by the roll call on standard input.
called_on() { awk -v vm="$1" '$2 == vm { print $1 }'; }

# Which nodes run the VM.
copies() { roll_call | called_on "$1"; }

at_exactly_one() {
  local vm found all
  all=$(roll_call)
  for vm in "$@"; do
    found=$(called_on "$vm" <<<"$all")
    [[ $(wc -w <<<"$found") == 1 ]] || { echo "$vm is at: ${found:-no node}"; return 1; }
  done
}

all_at() { # NODE VM…
  local vm found all
  all=$(roll_call)
  for vm in "${@:2}"; do
    found=$(called_on "$vm" <<<"$all")
    [[ $found == "$1" ]] || { echo "$vm is at: ${found:-no node}, not $1"; return 1; }
  done
}

is_at() { all_at "$2" "$1"; } # VM NODE

unmarked() {
  local marks
  marks=$(everywhere virsh -q secret-list | awk 'NF > 1')
  [[ -z $marks ]] || { echo "marked: $marks"; return 1; }
}

is_empty() { # NODE
  local left
  left=$("$lab" node "$1" -- virsh -q list --name)
  [[ -z $left ]] || { echo "$1 still runs: $left"; return 1; }
}

# What every guest says of itself, as JSON lines, taken now and compared later.
remember() { "$lab" guests --json --wait 10 | sort >"$place/guests"; }

# Since remember(): no guest was started anew, all went on counting, and none lost a page or a write. One that is asked
# again at once may not have had the time to count: that much is waited for.
unbroken() {
  local deadline=$((SECONDS + 15))
  until is_unbroken 2>"$place/broken"; do
    ((SECONDS < deadline)) || { cat "$place/broken"; return 1; }
    sleep 0.2
  done
}

is_unbroken() {
  "$lab" guests --json --wait 10 | sort >"$place/guests.now" || true
  jq -e -n --slurpfile was "$place/guests" --slurpfile is "$place/guests.now" '
    ($was | map({(.name): .}) | add) as $before
    | ($is | map({(.name): .}) | add) as $after
    | [$before[] | . as $b | $after[.name] as $a
       | select(($a == null) or ($a.boot_id != $b.boot_id) or ($a.uptime_seconds <= $b.uptime_seconds)
                or ($b.disk and $a.disk_writes <= $b.disk_writes)
                or ($a.memory_errors + $a.disk_errors + $a.disk_conflicts > 0))
       | {before: $b, after: $a}]
    | if length == 0 then true else (tostring | error) end' >/dev/null
}

# The VM's own settings and definition, which a move must leave as they were.
settings_of() { # VM NODE
  "$lab" node "$2" -- bash -c '
    printf "downtime %s, " "$(virsh migrate-getmaxdowntime "$1" | tr -dc 0-9)"
    virsh dominfo "$1" | awk "/^(Autostart|Persistent):/"
    printf "haxen metadata: %s, " "$(virsh dumpxml "$1" | grep -c haxen: || true)"
    printf "definition %s\n" "$(virsh dumpxml --inactive "$1" | grep -v "<metadata/>" | md5sum | cut -c1-8)"' - "$1"
}

same() { # WHAT-IT-WAS COMMAND…
  local now
  now=$("${@:2}")
  [[ $now == "$1" ]] || { printf 'was: %s\nis:  %s\n' "$1" "$now"; return 1; }
}

uri_of() { sed -n "/^name = \"$1\"/,/^uri/s/^uri = \"\(.*\)\"/\1/p" "$("$lab" fleet)"; }

# A migration without haxen: whoever looks after the VM next must find nothing odd about it.
moves_by_virsh() { # VM FROM TO
  if [[ $way == direct ]]; then
    "$lab" operator -- timeout 120 virsh -c "$(uri_of "$2")" migrate --live --persistent --undefinesource "$1" \
      "$(uri_of "$3")" "tcp://10.77.0.1${3#node}"
  else
    "$lab" node "$2" -- timeout 120 virsh migrate --live --p2p --persistent --undefinesource "$1" \
      "qemu+tls://$3/system" "tcp://10.77.0.1${3#node}"
  fi
}

guests_of() { # how many: their names
  seq -f 'vm%g' 1 "$1"
}

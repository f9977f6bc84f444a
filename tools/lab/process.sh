# SPDX-License-Identifier: GPL-2.0-or-later
# Knows the lab's processes: each that holds a namespace is recorded with its start time, and only such a one is ever killed.
# shellcheck shell=bash

# The namespace holders record themselves from inside (`record` in inside.sh), before they do anything else. So there is
# no moment at which a process exists that `down` does not know.

# PID of a recorded process that is still the one recorded; nothing where it is gone.
pid_of() {
  local pid start
  [[ -r $state/pids/$1 ]] && read -r pid start <"$state/pids/$1" || return 1
  [[ $(start_time "$pid") == "$start" ]] || return 1
  printf '%s' "$pid"
}

alive() { pid_of "$1" >/dev/null; }
gone() { ! alive "$1"; }

# Empty for a process that is gone, or that is only waiting to be reaped.
start_time() {
  local line fields
  read -r line 2>/dev/null <"/proc/$1/stat" || return 0
  read -ra fields <<<"${line##*) }"
  [[ ${fields[0]} == Z ]] || printf '%s' "${fields[19]}"
}

# A holder is PID 1 of its own PID namespace: the kernel takes everything in there with it.
end() {
  local pid
  pid=$(pid_of "$1") || return 0
  kill -KILL "$pid" 2>/dev/null || true
  await 30 "process $pid ('$1') to die" /dev/null gone "$1"
}

# detached LOG COMMAND…  starts COMMAND in a session of its own, with nothing of our files and environment.
detached() {
  local log=$1
  shift
  (
    for fd in /proc/self/fd/*; do
      fd=${fd##*/}
      ((fd <= 2)) || eval "exec $fd>&-"
    done
    exec setsid --fork env -i PATH="$PATH" HOME=/root LANG=C.UTF-8 "$@"
  ) </dev/null >>"$log" 2>&1
}

in_lan() { nsenter --target "$(pid_of lan)" --mount --net --uts --pid -- "$@"; }

in_node() { # NODE COMMAND…
  local pid
  pid=$(pid_of "$1") || fail "node '$1' is not running"
  shift
  nsenter --target "$pid" --all -- "$@"
}

# host_pid NODE FILE  the machine's PID for the one that a file in the node names, checked to be in that node.
host_pid() {
  local init inner pid
  init=$(pid_of "$1") || return 1
  inner=$(cat "/proc/$init/root$2" 2>/dev/null) && [[ $inner ]] || return 1
  # grep -s, because processes vanish while it looks.
  for pid in $(grep -sE "^NSpid:.*[[:space:]]$inner\$" /proc/[0-9]*/status | cut -d/ -f3); do
    [[ /proc/$pid/ns/pid -ef /proc/$init/ns/pid ]] && printf '%s' "$pid" && return 0
  done
  return 1
}

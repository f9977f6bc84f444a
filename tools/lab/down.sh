# SPDX-License-Identifier: GPL-2.0-or-later
# Knows how a lab ends, in whatever state it is.
# shellcheck shell=bash

lab_down() {
  take -- "$@"
  expect_operands
  need_root
  [[ -d $state ]] || return 0
  [[ -e $state/marker ]] || { rmdir "$state" 2>/dev/null && return 0; fail "'$state' is not a lab's directory; leaving it alone"; }
  exec {lock}<"$state"
  # The parts of a killed `up` that still run hold the lock until they notice.
  flock --wait 60 "$lock" || fail "lab '$lab_name' is busy: another 'lab up' or 'lab down' works on it"
  [[ -d $state ]] || return 0
  ! in_operators_seat || fail "this is the operator's seat: run 'lab down' from outside"
  kill_everything
  remove_state
}

# Everything in the lab's PID namespace dies with its PID 1. The operator's commands are outside of it; what is left of them
# goes first, known by the network that it sits in: the lab's own, where nothing else can be.
kill_everything() {
  local lan pid
  give_up
  lan=$(pid_of lan) || return 0
  for pid in $(operators_processes "$lan"); do kill -KILL "$pid" 2>/dev/null || true; done
  end lan
}

in_operators_seat() {
  local lan
  lan=$(pid_of lan) && [[ /proc/self/ns/net -ef /proc/$lan/ns/net ]]
}

operators_processes() { # LAN
  local process
  for process in /proc/[0-9]*; do
    [[ $process/ns/net -ef /proc/$1/ns/net ]] && ! [[ $process/ns/pid -ef /proc/$1/ns/pid ]] && printf '%s\n' "${process#/proc/}"
  done
  return 0
}

remove_state() {
  await 10 "the lab's cgroups to be removed" /dev/null no_cgroups
  # Commands of a killed `up` may write their last file while we delete.
  await 10 "'$state' to be removed" /dev/null rm -rf --one-file-system "$state"
  rmdir "$base" 2>/dev/null || true
}

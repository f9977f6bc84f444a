# SPDX-License-Identifier: GPL-2.0-or-later
# Knows the operator's seat: whose network, keys, HOME and fleet a command gets there.
# shellcheck shell=bash

lab_operator() {
  take -- "$@"
  expect_operands
  ((${#rest[@]})) || misuse "a command is missing: lab operator -- CMD…"
  open_lab
  local pid
  pid=$(pid_of operator) || fail "the operator's seat is gone: 'lab down' and up again"
  # No PID namespace: so nothing stands between the caller and the command, and signals, terminal and exit code are its own.
  exec nsenter --target "$pid" --mount --net --uts --wdns="$PWD" -- \
    env -u SSH_AUTH_SOCK -u XDG_CONFIG_HOME -u XDG_STATE_HOME -u XDG_DATA_HOME -u XDG_CACHE_HOME -u XDG_RUNTIME_DIR \
    -u LIBVIRT_DEFAULT_URI HOME="$state/operator/home" HAXEN_FLEET="$state/fleet.toml" HAXEN_LAB="$lab_name" \
    HAXEN_LAB_DIR="$base" PATH="$caller_path" "${rest[@]}"
}

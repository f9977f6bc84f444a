# SPDX-License-Identifier: GPL-2.0-or-later
# Knows the cables: one from each node's eth0 to a port of the lab's bridge that bears the node's name.
# shellcheck shell=bash

# By the machine's PIDs, so in the lan's network only and not among its processes.
on_lan() { nsenter --target "$(pid_of lan)" --net -- "$@"; }

plug_in() { # NODE
  # A dead node's cable goes with its namespace, which the kernel takes down when it finds the time.
  on_lan ip link del "$1" 2>/dev/null || true
  on_lan ip link add "$1" mtu 1500 type veth peer name eth0 mtu 1500 netns "$(pid_of "$1")"
  on_lan ip link set "$1" master lan0 up
}

lab_partition() { set_port down "$@"; }
lab_heal() { set_port up "$@"; }

set_port() {
  local to=$1
  shift
  take -- "$@"
  expect_operands NODE
  open_lab
  expect_node "${operands[0]}"
  alive "${operands[0]}" || fail "node '${operands[0]}' is not running"
  on_lan ip link set "${operands[0]}" "$to"
}

lab_link() {
  take rate= -- "$@"
  expect_operands NODE
  [[ -n ${option[rate]} ]] || misuse "--rate is missing: e.g. 400mbit, or none"
  open_lab
  expect_node "${operands[0]}"
  alive "${operands[0]}" || fail "node '${operands[0]}' is not running"
  expect_rate "${option[rate]}"
  set_link_rate "${operands[0]}" "${option[rate]}"
}

expect_rate() { [[ $1 =~ ^(none|[1-9][0-9]*[kmg]bit)$ ]] || misuse "a rate is e.g. 400mbit, 1gbit or none, not '$1'"; }

set_link_rate() { # NODE RATE
  local eth0=(in_node "$1" tc qdisc) port=(on_lan tc qdisc)
  printf '%s\n' "$2" >"$state/nodes/$1/rate"
  if [[ $2 == none ]]; then
    "${eth0[@]}" del dev eth0 root 2>/dev/null || true
    "${port[@]}" del dev "$1" root 2>/dev/null || true
  else
    # A bucket of 256 KiB fills the gaps between two timer ticks up to several Gbit/s.
    "${eth0[@]}" replace dev eth0 root tbf rate "$2" burst 256kb latency 100ms
    "${port[@]}" replace dev "$1" root tbf rate "$2" burst 256kb latency 100ms
  fi
}

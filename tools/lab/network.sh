# SPDX-License-Identifier: GPL-2.0-or-later
# Knows the cables: one from each node's eth0 to a port of the lab's bridge that bears the node's name, and a second one to
# the bridge for migrations where the lab has that.
# shellcheck shell=bash

# By the machine's PIDs, so in the lan's network only and not among its processes.
on_lan() { nsenter --target "$(pid_of lan)" --net -- "$@"; }

plug_in() { # NODE
  # A dead node's cable goes with its namespace, which the kernel takes down when it finds the time.
  on_lan ip link del "$1" 2>/dev/null || true
  on_lan ip link add "$1" mtu 1500 type veth peer name eth0 mtu 1500 netns "$(pid_of "$1")"
  on_lan ip link set "$1" master lan0 up
  [[ $migration_net == yes ]] || return 0
  on_lan ip link del "$1-m" 2>/dev/null || true
  on_lan ip link add "$1-m" mtu 1500 type veth peer name eth1 mtu 1500 netns "$(pid_of "$1")"
  on_lan ip link set "$1-m" master lan1 up
  in_node "$1" ip addr add "$(migration_address "$1")/24" dev eth1
  in_node "$1" ip link set eth1 up
}

lab_partition() {
  take for=0 -- "$@"
  expect_operands NODE
  expect_number for 0 3600
  open_lab
  set_port "${operands[0]}" down
  ((option[for] == 0)) || { sleep "${option[for]}"; set_port "${operands[0]}" up; }
}

lab_heal() {
  take -- "$@"
  expect_operands NODE
  open_lab
  set_port "${operands[0]}" up
}

set_port() { # NODE up|down
  expect_node "$1"
  alive "$1" || fail "node '$1' is not running"
  on_lan ip link set "$1" "$2"
}

lab_isolate() { set_isolation on "$@"; }
lab_rejoin() { set_isolation off "$@"; }

set_isolation() {
  local to=$1 node
  shift
  take -- "$@"
  expect_operands
  open_lab
  for node in "${nodes[@]}"; do on_lan ip link set "$node" type bridge_slave isolated "$to"; done
}

# Only what goes to the daemons: the guests' disks are served from where the operator sits.
lab_cut_operator() {
  take for=0 -- "$@"
  ((${#operands[@]} == 0)) || expect_operands NODE
  expect_number for 0 3600
  open_lab
  local port to=()
  if ((${#operands[@]})); then
    expect_node "${operands[0]}"
    to=(to "$(node_address "${operands[0]}")")
  fi
  for port in 22 16514; do on_lan ip rule add priority "$port" "${to[@]}" ipproto tcp dport "$port" blackhole; done
  ((option[for] == 0)) || { sleep "${option[for]}"; reach_again; }
}

lab_heal_operator() {
  take -- "$@"
  expect_operands
  open_lab
  reach_again
}

reach_again() {
  local port
  for port in 22 16514; do on_lan ip rule del priority "$port"; done
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
  printf '%s\n' "$2" >"$state/nodes/$1/rate"
  limit "$2" eth0 in_node "$1"
  limit "$2" "$1" on_lan
  [[ $migration_net == yes ]] || return 0
  limit "$2" eth1 in_node "$1"
  limit "$2" "$1-m" on_lan
}

limit() { # RATE DEVICE WHERE…
  if [[ $1 == none ]]; then "${@:3}" tc qdisc del dev "$2" root 2>/dev/null || true
  else
    # A bucket of 256 KiB fills the gaps between two timer ticks up to several Gbit/s.
    "${@:3}" tc qdisc replace dev "$2" root tbf rate "$1" burst 256kb latency 100ms
  fi
}

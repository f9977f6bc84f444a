# SPDX-License-Identifier: GPL-2.0-or-later
# Knows what a machine must offer to hold a lab, and says in one line what it lacks.
# shellcheck shell=bash

need_root() { ((EUID == 0)) || skip "a lab needs root (for namespaces, bridges and mounts)"; }

need_packages() {
  local missing
  missing=$("$here/../packages" --list lab) || fail "cannot tell which packages are installed: is this a Debian?"
  [[ -z $missing ]] || fail "packages are missing: ${missing//$'\n'/ } (install them with 'tools/packages lab')"
}

need_machine() {
  [[ -c /dev/net/tun ]] || skip "this machine has no /dev/net/tun"
  local reason
  reason=$(unshare --mount --net --uts --ipc --pid --fork bash -c "$(declare -f try_namespaces); try_namespaces" 2>&1) ||
    skip "this machine cannot hold a lab: ${reason:-no namespaces}"
}

need_ipv6() { [[ -e /proc/sys/net/ipv6 ]] || skip "this machine has no IPv6"; }

# Tries each thing that a container or a small kernel may refuse, and ends with the words of the first refusal.
try_namespaces() {
  set -e
  mount -t tmpfs lab /run
  mkdir /run/upper /run/work
  mount -t overlay overlay -o lowerdir=/etc,upperdir=/run/upper,workdir=/run/work /etc
  mount -t sysfs sysfs /sys
  mount -t proc proc /proc
  ip link add lan0 type bridge
  ip link add name veth0 type veth peer name veth1
}

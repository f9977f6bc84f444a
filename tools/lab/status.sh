# SPDX-License-Identifier: GPL-2.0-or-later
# Knows how to show what runs where.
# shellcheck shell=bash

lab_status() {
  take -- "$@"
  expect_operands
  open_lab
  local node vm
  printf 'lab %s in %s\n' "$lab_name" "$state"
  for node in "${nodes[@]}"; do
    if ! alive "$node"; then printf '%s  %s  no power\n' "$node" "$(node_address "$node")"; continue; fi
    printf '%s  %s  %s\n' "$node" "$(node_address "$node")" "$(lab_pids --name "$lab_name" "$node" | paste -sd ' ')"
  done
  for vm in "${vms[@]}"; do
    printf '%s  %s  %s\n' "$vm" "$(vm_address "$vm")" "$(ask "$vm" | describe | sed 's/^[^:]*: //' | grep . || echo 'no answer')"
  done
}

lab_pids() {
  take -- "$@"
  expect_operands NODE
  open_lab
  local node=${operands[0]} pid file vm
  expect_node "$node"
  pid=$(pid_of "$node") || fail "node '$node' is not running"
  printf 'init %s\n' "$pid"
  for file in libvirtd sshd; do
    pid=$(host_pid "$node" "/run/$file.pid") && printf '%s %s\n' "$file" "$pid"
  done
  for file in "/proc/$(pid_of "$node")/root/run/libvirt/qemu/"*.pid; do
    vm=$(basename "$file" .pid)
    [[ -e $file && $vm != driver ]] || continue
    pid=$(host_pid "$node" "/run/libvirt/qemu/$vm.pid") && printf '%s %s\n' "$vm" "$pid"
  done
  return 0
}

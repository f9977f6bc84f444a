# SPDX-License-Identifier: GPL-2.0-or-later
# Knows how a process of the lab is made to hang, and lets it go on.
# shellcheck shell=bash

lab_freeze() { signal_process STOP "$@"; }
lab_thaw() { signal_process CONT "$@"; }
lab_freeze_disk() { signal_disk STOP "$@"; }
lab_thaw_disk() { signal_disk CONT "$@"; }

signal_process() { # SIGNAL NODE WHAT
  local signal=$1 node what file pid
  shift
  take -- "$@"
  expect_operands NODE WHAT
  open_lab
  node=${operands[0]} what=${operands[1]}
  expect_node "$node"
  case $what in
    libvirtd | sshd) file=/run/$what.pid ;;
    *) expect_vm "$what"; file=/run/libvirt/qemu/$what.pid ;;
  esac
  pid=$(host_pid "$node" "$file") || fail "node '$node' runs no '$what'"
  kill "-$signal" "$pid"
}

signal_disk() { # SIGNAL VM
  local signal=$1 pid
  shift
  take -- "$@"
  expect_operands VM
  open_lab
  expect_vm "${operands[0]}"
  pid=$(host_pid lan "/run/lab/disks/${operands[0]}.pid") || fail "guest '${operands[0]}' has no disk"
  kill "-$signal" "$pid"
}

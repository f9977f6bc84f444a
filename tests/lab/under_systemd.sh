# SPDX-License-Identifier: GPL-2.0-or-later
# Knows how haxen is put on nodes that are systemd machines, and how such a node is asked and told. Sourced, never run.
# shellcheck shell=bash

on() { "$lab" node "$1" -- "${@:2}"; }                                                                        # NODE COMMAND…
options() { on "$1" bash -c 'printf "HAXEN_DRAIN_OPTIONS=\"%s\"\n" "$1" >/etc/default/haxen' - "$2"; } # NODE OPTIONS

# As an operator would install it: haxen and its units, and what enables them.
equip() {
  local node
  for node in $(nodes); do
    DESTDIR=$HAXEN_LAB_DIR/$HAXEN_LAB/nodes/$node/root cmake --install "$(dirname "$haxen")" --prefix /usr/local >"$place/install"
    on "$node" systemctl daemon-reload
    on "$node" systemctl --quiet enable --now haxen-drain.service
    on "$node" systemctl --quiet enable haxen-return.service
    options "$node" "--timeout 4m --fallback leave"
    # What is left to libvirt-guests can be told by this from what haxen has shut down.
    on "$node" bash -c 'echo ON_SHUTDOWN=suspend >/etc/default/libvirt-guests'
  done
}

boot_of() { on "$1" cat /proc/sys/kernel/random/boot_id 2>/dev/null; }
is_up() { [[ $(on "$1" systemctl is-system-running 2>/dev/null) == running ]]; }
rebooted() { is_up "$1" && [[ $(boot_of "$1") != "$2" ]]; } # NODE BOOT-ID-BEFORE

# The six guests are where the lab puts them first, round robin.
at_home() {
  local node=0 vm
  for vm in vm1 vm2 vm3; do node=$((node + 1)); all_at "node$node" "$vm" "vm$((node + 3))" || return 1; done
}

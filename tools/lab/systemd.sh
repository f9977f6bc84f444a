# SPDX-License-Identifier: GPL-2.0-or-later
# Knows the nodes that are systemd machines of their own: what is enabled there, the cgroups that they live in, their power.
# shellcheck shell=bash

systemd_enabled=(multi-user.target.wants/{libvirtd,libvirt-guests,ssh}.service
  sockets.target.wants/{libvirtd,libvirtd-ro,virtlogd,virtlockd}.socket)

# What would reach through to the machine's own kernel and devices, or keeps house where a lab has none.
systemd_masked=(systemd-{udevd,udev-trigger,udev-settle,sysctl,modules-load,binfmt,random-seed,timesyncd,hwdb-update}.service
  systemd-udevd-{control,kernel}.socket systemd-journald-audit.socket proc-sys-fs-binfmt_misc.automount
  dev-hugepages.mount sys-kernel-{config,debug,tracing}.mount sys-fs-fuse-connections.mount kmod-static-nodes.service
  systemd-{update-utmp,update-utmp-runlevel,firstboot,machine-id-commit}.service getty.target
  systemd-tmpfiles-clean.timer)

make_systemd_node() { # NODE
  local root=$state/nodes/$1/root unit
  local units=$root/etc/systemd/system
  mkdir -p "$units"/{multi-user,sockets}.target.wants "$root/usr/local" "$root/var/log/journal"
  for unit in "${systemd_enabled[@]}"; do enable_unit "$units" "$unit"; done
  [[ $with_tls == no ]] || enable_unit "$units" sockets.target.wants/libvirtd-tls.socket
  for unit in "${systemd_masked[@]}"; do ln -s /dev/null "$units/$unit"; done
  ln -s /lib/systemd/system/multi-user.target "$units/default.target"
}

enable_unit() { ln -s "/lib/systemd/system/${2##*/}" "$1/$2"; } # UNITS TARGET.wants/UNIT

# --- cgroups ---

cgroups_mounted() { findmnt --noheadings --types cgroup2 --output TARGET | sed -n 1p; }

# One for the lab, and below it one for each node.
lab_cgroup() { printf '%s/haxen-lab-%s' "$(cgroups_mounted)" "$(sha256sum <<<"$state" | cut -c1-16)"; }

need_systemd() {
  [[ -n $(cgroups_mounted) ]] || skip "this machine has no cgroups of version 2"
  local group
  group=$(lab_cgroup)
  mkdir "$group" 2>/dev/null && rmdir "$group" || [[ -d $group ]] || skip "nobody may make a cgroup on this machine"
}

no_cgroups() {
  local group
  group=$(lab_cgroup)
  [[ ! -d $group ]] || find "$group" -depth -type d -exec rmdir {} + 2>/dev/null
}

# --- power ---

switch_on_systemd_node() { # NODE
  local group
  group=$(lab_cgroup)/$1
  mkdir -p "$group"
  detached "$state/log/$1.log" nsenter --target "$(pid_of lan)" --mount --net --uts --pid -- \
    setsid --fork unshare --net -- "$here/node-power" "$base" "$lab_name" "$1" "$(node_address "$1")" "$group" \
    "$([[ $ipv6 == no ]] || node_address6 "$1")"
}

await_systemd() { # NODE
  await 90 "systemd on '$1' to have started everything" "$state/log/$1.log" has_started "$1"
}

has_started() { [[ $(in_node "$1" systemctl is-system-running 2>/dev/null) =~ ^(running|degraded)$ ]]; }

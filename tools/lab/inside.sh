# SPDX-License-Identifier: GPL-2.0-or-later
# Knows how a namespace is furnished from inside: who holds it, whose files lie over the machine's, what is hidden.
# shellcheck shell=bash
set -euo pipefail

# /proc is still the machine's here, so that its `self` is our PID as the machine counts. The second look is for a `down`
# at this very moment: either it has seen our record, or we see that it has begun.
record() {
  local line pid fields
  read -r line </proc/self/stat
  pid=${line%% *}
  read -ra fields <<<"${line##*) }"
  printf '%s %s\n' "$pid" "${fields[19]}" >"$state/pids/.$1"
  mv "$state/pids/.$1" "$state/pids/$1"
  [[ -e $state/marker && ! -e $state/given-up ]]
}

ready() { : >"$state/run/$1.ready"; }

# A writable copy of a directory of the machine, whose changes nobody else sees and which end with the lab.
overlay() {
  local layer
  layer=$(mktemp -d /run/lab/layer.XXXXXX)
  mkdir "$layer/upper" "$layer/work"
  mount -t overlay overlay -o "lowerdir=$1,upperdir=$layer/upper,workdir=$layer/work" "$1"
}

own_directories=(etc/haxen etc/libvirt etc/pki etc/ssh etc/systemd/system usr/local var/cache/libvirt var/lib/haxen var/lib/libvirt
  var/log/journal var/log/libvirt)
own_files=(etc/hosts etc/resolv.conf)

# Lays what the tree at $1 has of these over the machine's: directories are bound, so they are the same from outside.
lay_over() {
  local path
  for path in "${own_directories[@]}"; do
    [[ -d $1/$path ]] || continue
    mkdir -p "/$path"
    mount --bind "$1/$path" "/$path"
  done
  for path in "${own_files[@]}"; do
    rm -f "/$path"
    cp "$1/$path" "/$path"
  done
}

# ssh looks into the home that passwd names, whatever HOME says; what lies there is the user's, not the lab's.
hide_user_keys() {
  local home
  home=$(getent passwd 0 | cut -d: -f6)
  [[ ! -d $home/.ssh ]] || mount --bind "$1" "$home/.ssh"
}

# root, as a node has him: his keys are those at $1, and the machine owner's and the operator's are out of reach.
own_account() {
  hide_user_keys "$1"
  # A node that can read the operator's keys reaches the others by his URIs.
  mount -t tmpfs -o mode=700 hidden "$state/operator"
  # ssh's shells read it, and what the machine's owner starts there may take seconds.
  [[ ! -e ~root/.bashrc ]] || mount --bind /dev/null ~root/.bashrc
  # sshd without PAM refuses an account whose password is locked, as root's is on many machines.
  sed -i 's/^root:[^:]*/root:*/' /etc/shadow
}

# In QEMU's own place, so that guests have ordinary definitions and whoever defines another one is cared for too.
wrap_emulator_at() { # DIRECTORY
  local emulator=$1/qemu-system-x86_64
  rm "$emulator"
  cp "$(dirname "$0")/guest/qemu-system-x86_64" "$emulator"
  : >"$emulator.real"
  mount --bind /run/lab/bin/qemu-system-x86_64 "$emulator.real"
}

# The node's $address and $address6 on its bridge. What it has of that from an earlier boot, it keeps.
bring_up_network() {
  ip link set lo up
  for _ in {1..200}; do
    [[ ! -e /sys/class/net/eth0 ]] || break
    sleep 0.05
  done
  if [[ -e /sys/class/net/br0 ]]; then
    ip link set eth0 up
    return
  fi
  # A hardware address of its own: without, a bridge takes one of its ports', and the neighbours look for the old one after
  # a reboot or a new tap.
  ip link add br0 address "$(printf '52:54:00:77:00:%02x' "${address##*.}")" type bridge forward_delay 0 mcast_snooping 0
  ip link set eth0 master br0 up
  ip addr add "$address/16" dev br0
  [[ -z $address6 ]] || ip -6 addr add "$address6/64" dev br0 nodad
  ip link set br0 up
}

# /etc and /var/lib become ours; the labs' own directory, which may be below, stays the real one.
own_system() {
  overlay /etc
  overlay /var/lib
  mkdir -p "$base"
  mount --bind /run/lab/state "$base"
  lay_over "$1"
}

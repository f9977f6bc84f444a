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

own_directories=(etc/haxen etc/libvirt etc/pki etc/ssh var/cache/libvirt var/lib/haxen var/lib/libvirt var/log/libvirt)
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

# /etc and /var/lib become ours; the labs' own directory, which may be below, stays the real one.
own_system() {
  overlay /etc
  overlay /var/lib
  mkdir -p "$base"
  mount --bind /run/lab/state "$base"
  lay_over "$1"
}

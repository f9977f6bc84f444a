# SPDX-License-Identifier: GPL-2.0-or-later
# Knows how a lab's nodes get a sanlock each, and a lockspace on storage that all of them see. Sourced, never run.
# shellcheck shell=bash

command -v sanlock >/dev/null || { echo "skipped: no sanlock (install it with 'tools/packages test')"; exit 77; }

# sanlock reads and writes past the page cache, which not every file system lets it.
lease_file() {
  local folder file
  for folder in "$place" /var/tmp; do
    file=$(mktemp "$folder/haxen-lease.XXXXXX")
    truncate -s 1M "$file"
    dd if=/dev/zero of="$file" bs=4096 count=1 oflag=direct conv=notrunc status=none 2>/dev/null && echo "$file" && return 0
    rm "$file"
  done
  return 1
}

# sanlock wants more locked memory than a machine may have to give; it then gets by with what there is.
limits=
lift_limits() {
  (ulimit -l unlimited) 2>/dev/null && return 0
  limits=$place/limits.so
  printf '#include <sys/resource.h>\nint setrlimit(__rlimit_resource_t r, const struct rlimit *l) { return (void)r, (void)l, 0; }\n' |
    gcc -D_GNU_SOURCE -shared -fPIC -x c -o "$limits" -
}

# A namespace has no watchdog, and with an I/O timeout of 1 s a lease is dead after 68 s instead of 140. Its log is the
# machine's otherwise.
lockspace=LAB
start_sanlock() { # NODE
  "$lab" node "$1" -- mkdir -p /run/sanlock
  "$lab" node "$1" -- unshare --mount -- sh -c 'mount -t tmpfs log /var/log && exec "$@"' - \
    env ${limits:+LD_PRELOAD="$limits"} sanlock daemon -w 0 -h 0 -l 0 -L -1 -S -1 -U root -G root
  eventually 10 "$lab" node "$1" -- sanlock client status >/dev/null 2>&1
}
join_lockspace() { # NODE
  "$lab" node "$1" -- timeout 60 sanlock client add_lockspace -s "$lockspace:${1#node}:$leases:0" -o 1 >/dev/null
}

# All nodes hold their leases afterwards, each the one of its number, and the fleet file says so.
lease_out() {
  local node joining=()
  leases=$(lease_file) || { echo "skipped: no file here that sanlock could use (O_DIRECT)"; exit 77; }
  lift_limits
  for node in $(nodes); do start_sanlock "$node"; done
  "$lab" node node1 -- sanlock client init -s "$lockspace:0:$leases:0" -o 1 >/dev/null
  for node in $(nodes); do join_lockspace "$node" & joining+=("$!"); done
  for node in "${joining[@]}"; do wait "$node"; done
  with_leases <"$("$lab" fleet)" >"$place/leased.toml"
  cp "$place/leased.toml" "$("$lab" fleet)"
}

with_leases() {
  awk -v lockspace="$lockspace" '
    function lease() {
      if (node) printf "\n[node.lease]\nlockspace = \"%s\"\nhost_id = %s\ntimeout = \"2m\"\n\n", lockspace, node
      node = ""
    }
    /^\[/ { lease() }
    /^name = "node/ { if (!node) { node = $3; gsub(/[^0-9]/, "", node) } }
    { print }
    END { lease() }'
}

lease_states() { # NODE: what its sanlock says of all
  "$lab" node "$1" -- sanlock client gets -h 1 | awk '$1 == "h" { print $2, $NF }'
}

# SPDX-License-Identifier: GPL-2.0-or-later
# Knows a node: its address, its libvirt's configuration, how it gets and loses power.
# shellcheck shell=bash

node_address() { printf '10.77.0.%d' $((10 + ${1#node})); }
node_address6() { printf 'fd77::%x' $((10 + ${1#node})); }
# Where the memory of guests goes: the second network's, where there is one.
migration_address() { printf '10.78.0.%d' $((10 + ${1#node})); }

expect_node() {
  local node
  for node in "${nodes[@]}"; do [[ $node != "$1" ]] || return 0; done
  misuse "no node '$1' in lab '$lab_name': ${nodes[*]}"
}

make_node() { # NODE
  local root=$state/nodes/$1/root
  mkdir -p "$root"/etc/{haxen,libvirt,ssh} "$root"/var/{cache,lib,log}/libvirt "$root/var/lib/haxen"
  write_names "$root/etc"
  write_libvirtd_conf "$1" >"$root/etc/libvirt/libvirtd.conf"
  write_qemu_conf >"$root/etc/libvirt/qemu.conf"
  make_node_keys "$1"
  make_images_pool "$1"
  [[ $systemd == no ]] || make_systemd_node "$1"
}

write_names() { # ETC
  local node
  {
    printf '127.0.0.1 localhost\n10.77.0.1 operator\n'
    for node in "${nodes[@]}"; do printf '%s %s\n' "$(node_address "$node")" "$node"; done
    for vm in "${vms[@]}"; do printf '%s %s\n' "$(vm_address "$vm")" "$vm"; done
  } >"$1/hosts"
  : >"$1/resolv.conf" # a name that is not in hosts is unknown at once
}

# Migration compares host UUIDs, and all nodes see the same machine.
write_libvirtd_conf() { # NODE
  cat <<TXT
host_uuid = "77000000-0000-4000-8000-0000000001$(printf %02x "${1#node}")"
listen_tls = $([[ $with_tls == yes ]] && echo 1 || echo 0)
listen_tcp = 0
tls_no_sanity_certificate = 1
auth_unix_ro = "none"
auth_unix_rw = "none"
unix_sock_group = "root"
TXT
}

write_qemu_conf() {
  cat <<'TXT'
user = "root"
group = "root"
dynamic_ownership = 0
remember_owner = 0
security_driver = "none"
cgroup_controllers = []
namespaces = []
stdio_handler = "file"
TXT
}

boot_node() { # NODE
  local node=$1
  rm -f "$state/run/$node.ready"
  if [[ $systemd == yes ]]; then switch_on_systemd_node "$node"; else switch_on_node "$node"; fi
  await 20 "node '$node' to start" "$state/log/$node.log" alive "$node"
  plug_in "$node"
  await 30 "node '$node' to boot" "$state/log/$node.log" test -e "$state/run/$node.ready"
  set_link_rate "$node" "$(cat "$state/nodes/$node/rate")"
  await_libvirtd "$node"
  await 30 "sshd on '$node'" "$state/log/$node-sshd.log" host_pid "$node" /run/sshd.pid >/dev/null
  [[ $systemd == no ]] || await_systemd "$node"
}

switch_on_node() { # NODE
  detached "$state/log/$1.log" nsenter --target "$(pid_of lan)" --mount --net --uts --pid -- \
    setsid --fork unshare --mount --net --uts --ipc --pid --fork -- \
    "$here/node-boot" "$base" "$lab_name" "$1" "$(node_address "$1")" "$with_tls" \
    "$([[ $ipv6 == no ]] || node_address6 "$1")"
}

await_libvirtd() { # NODE
  await 120 "libvirtd on '$1' to listen" "$state/log/$1-libvirtd.log" \
    test -S "/proc/$(pid_of "$1")/root/run/libvirt/libvirt-sock"
  await 120 "libvirtd on '$1' to answer" "$state/log/$1-libvirtd.log" libvirtd_answers "$1"
}

libvirtd_answers() { in_node "$1" timeout 60 virsh -q -c qemu:///system list >/dev/null 2>>"$state/log/$1-virsh.log"; }

lab_power_cut() {
  take -- "$@"
  expect_operands NODE
  open_lab
  expect_node "${operands[0]}"
  alive "${operands[0]}" || fail "node '${operands[0]}' has no power already"
  # The kernel goes on answering for a while after the last process of a namespace has ended.
  on_lan ip link set "${operands[0]}" down
  end "${operands[0]}"
}

lab_power_on() {
  take -- "$@"
  expect_operands NODE
  open_lab
  expect_node "${operands[0]}"
  gone "${operands[0]}" && gone "${operands[0]}-power" || fail "node '${operands[0]}' has power already"
  boot_node "${operands[0]}"
}

lab_restart_libvirtd() {
  take kill -- "$@"
  expect_operands NODE
  open_lab
  local node=${operands[0]} signal=TERM
  expect_node "$node"
  [[ ${option[kill]} == no ]] || signal=KILL
  if [[ $systemd == yes ]]; then
    in_node "$node" systemctl kill --kill-whom=main --signal="$signal" libvirtd
    in_node "$node" systemctl restart libvirtd
  else restart_daemon "$node" "$signal"; fi
  await_libvirtd "$node"
}

restart_daemon() { # NODE SIGNAL
  local pid
  if pid=$(host_pid "$1" /run/libvirtd.pid); then
    kill "-$2" "$pid"
    await 60 "libvirtd on '$1' to stop" "$state/log/$1-libvirtd.log" no_libvirtd "$1"
  fi
  in_node "$1" rm -f /run/libvirt/libvirt-sock
  detached "$state/log/$1-libvirtd.log" nsenter --target "$(pid_of "$1")" --all -- \
    setsid --fork "$here/libvirtd-start" "$with_tls"
}

no_libvirtd() { ! host_pid "$1" /run/libvirtd.pid >/dev/null; }

lab_node() {
  take -- "$@"
  expect_operands NODE
  ((${#rest[@]})) || misuse "a command is missing: lab node NODE -- CMD…"
  open_lab
  expect_node "${operands[0]}"
  local pid
  pid=$(pid_of "${operands[0]}") || fail "node '${operands[0]}' is not running"
  # Where the caller stands is not there on every node: those with systemd have a /tmp of their own.
  exec nsenter --target "$pid" --all --wdns=/ -- bash -c 'cd "$1" 2>/dev/null; shift; exec "$@"' - "$PWD" \
    env PATH="$caller_path" "${rest[@]}"
}

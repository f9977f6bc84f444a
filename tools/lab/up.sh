# SPDX-License-Identifier: GPL-2.0-or-later
# Knows how a lab is built and started, and what becomes of one whose start fails.
# shellcheck shell=bash

lab_up() {
  take nodes=3 vms=6 memory=128 cap=2GiB reserve=128MiB transport=mixed ssh-only migration-net ipv6 on= busy=0 busy-rate=10 busy-set=16 fill=0 \
    local=0 local-size=16 link-rate=none systemd -- "$@"
  expect_operands
  expect_shape
  need_root
  need_packages
  need_machine
  [[ ${option[ipv6]} == no ]] || need_ipv6
  [[ ${option[systemd]} == no ]] || need_systemd
  local kernel initramfs
  kernel=$(guest_kernel)
  initramfs=$(guest_initramfs "$kernel")
  claim_state
  trap abandon EXIT
  trap 'leave 130' INT
  trap 'leave 143' TERM HUP
  save_settings
  furnish "$kernel" "$initramfs"
  start
  trap - EXIT
  say "lab '$lab_name' is up: ${#nodes[@]} nodes, ${#vms[@]} guests, after $SECONDS s"
}

expect_shape() {
  expect_number nodes 1 60
  expect_number vms 0 200
  expect_number memory 64 65536
  expect_number busy 0 "${option[vms]}"
  expect_number busy-rate 1 10000
  expect_number busy-set 1 "${option[memory]}"
  [[ ${option[fill]} == full ]] || expect_number fill 0 80
  expect_number local 0 "${option[vms]}"
  expect_number local-size 1 4096
  expect_rate "${option[link-rate]}"
  [[ ${option[fill]} != full ]] || ((option[busy] == 0)) || misuse "--fill full leaves nothing that --busy could rewrite"
  local filled=${option[fill]/full/0}
  ((option[memory] * filled / 100 + (option[busy] ? option[busy-set] : 0) + 60 <= option[memory])) ||
    misuse "a guest needs 60 MiB beside what it fills and rewrites; --memory ${option[memory]} leaves less"
  [[ ${option[transport]} =~ ^(mixed|ssh|tls)$ ]] || misuse "--transport is mixed, ssh or tls, not '${option[transport]}'"
  [[ ${option[ssh-only]} == no ]] || option[transport]=ssh
  [[ -z ${option[on]} || ${option[on]} =~ ^node[1-9][0-9]*$ ]] && ((${option[on]#node} + 0 <= option[nodes])) ||
    misuse "no node '${option[on]}' in a lab of ${option[nodes]}"
}

# mkdir is the test-and-set between two `up`s; the lock is for `down`, which must not pull a directory from under an `up`.
claim_state() {
  until mkdir -p "$base" && mkdir "$state" 2>/dev/null; do
    [[ ! -e $state ]] || fail "there is a lab '$lab_name' already (or what is left of one): 'lab down --name $lab_name' ends it"
  done
  exec {lock}<"$state"
  flock --nonblock "$lock" || fail "lab '$lab_name' is busy"
  : >"$state/marker"
  mkdir "$state"/{pids,run,log,console,image,nodes,operator}
}

# Deaf before it leaves: a second signal during the clean-up would end it half-way.
leave() {
  trap '' INT TERM HUP
  exit "$1"
}

abandon() {
  local status=$?
  trap '' INT TERM HUP
  say "up failed; taking down what was there"
  kill_everything
  wait
  remove_state
  exit "$status"
}

save_settings() {
  nodes=() vms=()
  local i
  for ((i = 1; i <= option[nodes]; i++)); do nodes+=("node$i"); done
  for ((i = 1; i <= option[vms]; i++)); do vms+=("vm$i"); done
  memory=${option[memory]} cap=${option[cap]} reserve=${option[reserve]} transport=${option[transport]}
  ssh_only=${option[ssh-only]} migration_net=${option[migration-net]} ipv6=${option[ipv6]} on=${option[on]}
  busy=${option[busy]} busy_rate=${option[busy-rate]} busy_set=${option[busy-set]} fill=${option[fill]}
  local_disks=${option[local]} local_size=${option[local-size]} systemd=${option[systemd]}
  with_tls=yes
  [[ $ssh_only == no ]] || with_tls=no
  declare -p nodes vms memory cap reserve transport ssh_only migration_net ipv6 on busy busy_rate busy_set fill local_disks local_size systemd with_tls |
    sed 's/^declare --/declare -g/; s/^declare -a/declare -ga/' >"$state/settings"
}

# Everything that is only files.
furnish() { # KERNEL INITRAMFS
  cp "$1/vmlinuz" "$state/image/vmlinuz"
  cp "$2" "$state/image/initramfs"
  [[ $with_tls == no ]] || make_authority "$state/authority"
  make_operator_keys
  mkdir -p "$state/operator/root/etc/haxen" "$state/operator/root/var/lib/haxen"
  write_names "$state/operator/root/etc"
  together make_node "${nodes[@]}"
  local vm
  for vm in "${vms[@]}"; do ! has_local_disk "$vm" || make_local_disk "$vm"; done
  introduce
  local node
  for node in "${nodes[@]}"; do printf '%s\n' "${option[link-rate]}" >"$state/nodes/$node/rate"; done
  write_fleet operator_uri >"$state/fleet.toml"
  [[ $ssh_only == yes ]] || for node in "${nodes[@]}"; do write_fleet node_uri >"$state/nodes/$node/root/etc/haxen/fleet.toml"; done
}

start() {
  detached "$state/log/lan.log" unshare --mount --net --uts --pid --fork -- "$here/lan-boot" "$base" "$lab_name" "$ipv6"
  await 20 "the lab's network" "$state/log/lan.log" test -e "$state/run/lan.ready"
  detached "$state/log/operator.log" nsenter --target "$(pid_of lan)" --mount --net --uts --pid -- \
    setsid --fork unshare --mount -- "$here/operator-boot" "$base" "$lab_name"
  ((${#vms[@]} == 0)) || together serve_disk "${vms[@]}"
  together boot_and_populate "${nodes[@]}"
  await 20 "the operator's seat" "$state/log/operator.log" test -e "$state/run/operator.ready"
  ((${#vms[@]} == 0)) || await_guests
  : >"$state/ready"
}

boot_and_populate() {
  boot_node "$1"
  start_guests "$1"
}

await_guests() {
  local vm answers
  answers=$(ask_patiently 300 "${vms[@]}")
  for vm in "${vms[@]}"; do
    [[ $answers == *"\"name\":\"$vm\""* ]] || { show_tail "$state/console/$vm.log"; fail "guest '$vm' on '$(home_of "$vm")' does not answer"; }
  done
}

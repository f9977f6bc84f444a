# SPDX-License-Identifier: GPL-2.0-or-later
# Knows the guests: where they live, what they are made of, and how to ask one how it fares.
# shellcheck shell=bash

vm_address() { printf '10.77.1.%d' "${1#vm}"; }

# Odd guests have a disk, on network storage that every node reaches.
has_disk() { ((${1#vm} % 2)); }

is_busy() { ((${1#vm} <= busy)); }

home_of() { printf '%s' "${on:-node$(((${1#vm} - 1) % ${#nodes[@]} + 1))}"; }

expect_vm() {
  local vm
  for vm in "${vms[@]}"; do [[ $vm != "$1" ]] || return 0; done
  misuse "no guest '$1' in lab '$lab_name': ${vms[*]}"
}

disk_port() { printf '%d' $((10800 + ${1#vm})); }

serve_disk() { # VM
  has_disk "$1" && ! has_local_disk "$1" || return 0
  # Clients without number: a node that loses its power never says goodbye to the disk.
  in_lan truncate -s 4M "/run/lab/disks/$1"
  detached "$state/log/disks.log" nsenter --target "$(pid_of lan)" --mount --net --pid -- \
    qemu-nbd --fork --pid-file "/run/lab/disks/$1.pid" -f raw -e 0 -t -x "$1" -b 10.77.0.1 -p "$(disk_port "$1")" "/run/lab/disks/$1"
  await 20 "the disk of '$1' to be served" "$state/log/disks.log" on_lan bash -c "</dev/tcp/10.77.0.1/$(disk_port "$1")" 2>/dev/null
}

# no_timer_check: on a machine with too much to do, an emulated timer may tick late, and the kernel panics over it at boot.
kernel_arguments() { # VM
  printf 'console=ttyS0 quiet mitigations=off nokaslr no_timer_check lab.name=%s lab.address=%s/16' "$1" "$(vm_address "$1")"
  case $fill in
    0) ;;
    full) printf ' lab.fill=full' ;;
    *) printf ' lab.fill=%d' $((memory * fill / 100)) ;;
  esac
  ! is_busy "$1" || printf ' lab.busy-rate=%d lab.busy-set=%d' "$busy_rate" "$busy_set"
}

domain_xml() { # VM
  local number=${1#vm} disk=
  if has_local_disk "$1"; then disk=$(local_disk_xml "$1")
  elif has_disk "$1"; then disk="
    <disk type='network' device='disk'>
      <driver name='qemu' type='raw' cache='none'/>
      <source protocol='nbd' name='$1'><host name='10.77.0.1' port='$(disk_port "$1")'/></source>
      <target dev='vda' bus='virtio'/>
    </disk>"
  fi
  cat <<TXT
<domain type='qemu'>
  <name>$1</name>
  <uuid>77000000-0000-4000-8000-0000000002$(printf %02x "$number")</uuid>
  <memory unit='MiB'>$memory</memory>
  <vcpu>1</vcpu>
  <os>
    <type arch='x86_64' machine='pc-q35-7.2'>hvm</type>
    <kernel>$state/image/vmlinuz</kernel>
    <initrd>$state/image/initramfs</initrd>
    <cmdline>$(kernel_arguments "$1")</cmdline>
  </os>
  <features><acpi/></features>
  <cpu mode='custom' match='exact' check='none'><model fallback='forbid'>qemu64</model></cpu>
  <clock offset='utc'/>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>$disk
    <controller type='usb' model='none'/>
    <interface type='bridge'>
      <mac address='52:54:00:77:01:$(printf %02x "$number")'/>
      <source bridge='br0'/>
      <model type='virtio'/>
    </interface>
    <serial type='file'><source path='$state/console/$1.log' append='on'/><target port='0'/></serial>
    <memballoon model='none'/>
  </devices>
</domain>
TXT
}

# All guests of a node in one conversation with its libvirtd.
start_guests() { # NODE
  local vm commands=
  for vm in "${vms[@]}"; do
    [[ $(home_of "$vm") == "$1" ]] || continue
    domain_xml "$vm" >"$state/image/$vm.xml"
    commands+="define $state/image/$vm.xml; start $vm; "
  done
  [[ -z $commands ]] || in_node "$1" timeout 120 virsh -q -c qemu:///system "$commands" >>"$state/log/$1-virsh.log" 2>&1 ||
    { show_tail "$state/log/$1-virsh.log"; fail "cannot start the guests of '$1'"; }
}

# ask VM…  prints the JSON line of each guest that answers within a second.
ask() {
  local vm pairs=()
  for vm; do pairs+=("$(vm_address "$vm")"); done
  on_lan "$here/ask" "${pairs[@]}"
}

# Until all have answered or the time is over; prints what the last round brought.
ask_patiently() { # SECONDS VM…
  local deadline=$((SECONDS + $1)) answers
  shift
  until answers=$(ask "$@") && (($(grep -c . <<<"$answers") == $#)) || ((SECONDS >= deadline)); do sleep 0.2; done
  [[ -z $answers ]] || sort -V <<<"$answers"
}

lab_guest() {
  take json wait=0 -- "$@"
  expect_operands VM
  expect_number wait 0 3600
  open_lab
  expect_vm "${operands[0]}"
  report_guests "${operands[0]}"
}

lab_guests() {
  take json wait=0 -- "$@"
  expect_operands
  expect_number wait 0 3600
  open_lab
  ((${#vms[@]} == 0)) || report_guests "${vms[@]}"
}

report_guests() {
  local answers vm silent=0
  answers=$(ask_patiently "${option[wait]}" "$@")
  [[ ${option[json]} == no || -z $answers ]] || printf '%s\n' "$answers"
  [[ ${option[json]} == yes || -z $answers ]] || describe <<<"$answers"
  for vm; do
    [[ $answers == *"\"name\":\"$vm\""* ]] || { say "guest '$vm' does not answer"; silent=1; }
  done
  return $silent
}

describe() {
  awk -F'[,:]' '{
    gsub(/[{}"]/, "")
    for (i = 1; i < NF; i += 2) is[$i] = $(i + 1)
    printf "%s: up %s s, %s ticks", is["name"], is["uptime_seconds"], is["ticks"]
    if (is["busy_rate_target"] > 0)
      printf ", rewriting %s of %s MiB/s (%s pages, %s errors)",
        is["busy_rate"], is["busy_rate_target"], is["pages_rewritten"], is["memory_errors"]
    if (is["disk"] == "true")
      printf ", disk %s writes (%s errors, %s conflicts)", is["disk_writes"], is["disk_errors"], is["disk_conflicts"]
    print ""
  }'
}

lab_power_off() {
  take -- "$@"
  expect_operands VM
  open_lab
  expect_vm "${operands[0]}"
  on_lan bash -c "printf off >/dev/udp/$(vm_address "${operands[0]}")/7000"
}

lab_console() {
  take -- "$@"
  expect_operands VM
  open_lab
  expect_vm "${operands[0]}"
  exec tail -n +1 -F "$state/console/${operands[0]}.log"
}

# SPDX-License-Identifier: GPL-2.0-or-later
# Knows the fleet files: how the operator, and the nodes among themselves, reach each node.
# shellcheck shell=bash

write_fleet() { # URI-OF
  local node
  # Emulated guests share this machine's few cores with everything else on it: a node may well need longer than a real one.
  printf '[defaults]\noutage_budget = "250ms"\ndeadline = "30s"\n'
  for node in "${nodes[@]}"; do
    printf '\n[[node]]\nname = "%s"\nuri = "%s"\n' "$node" "$("$1" "$node")"
    [[ $ssh_only == yes ]] || printf 'peer_uri = "%s"\n' "$(peer_uri "$node")"
    printf 'migrate_uri = "tcp://%s"\nmemory = "%s"\nreserve = "%s"\n' "$(stream_host "$node")" "$cap" "$reserve"
  done
}

reached_by_ssh() {
  case $transport in
    ssh) true ;;
    tls) false ;;
    mixed) ((${1#node} % 2 == 0)) ;;
  esac
}

# What a URI calls a node: its name, or its literal address where the lab speaks IPv6.
uri_host() { if [[ $ipv6 == yes ]]; then printf '[%s]' "$(node_address6 "$1")"; else printf '%s' "$1"; fi; }

stream_host() {
  if [[ $migration_net == yes ]]; then migration_address "$1"
  elif [[ $ipv6 == yes ]]; then uri_host "$1"
  else node_address "$1"; fi
}

operator_uri() {
  if reached_by_ssh "$1"; then
    local keys=$state/operator/home/.ssh
    printf 'qemu+ssh://root@%s/system?no_tty=1&keyfile=%s/id_ed25519&known_hosts=%s/known_hosts' "$(uri_host "$1")" "$keys" "$keys"
  else
    printf 'qemu+tls://%s/system?pkipath=%s/operator/pki' "$(uri_host "$1")" "$state"
  fi
}

# Between nodes that trust each other, by the keys that each finds in their usual places.
node_uri() {
  if reached_by_ssh "$1"; then printf 'qemu+ssh://root@%s/system?no_tty=1' "$(uri_host "$1")"; else peer_uri "$1"; fi
}

peer_uri() { printf 'qemu+tls://%s/system' "$(uri_host "$1")"; }

lab_fleet() {
  take -- "$@"
  expect_operands
  open_lab
  printf '%s\n' "$state/fleet.toml"
}

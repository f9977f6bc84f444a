# SPDX-License-Identifier: GPL-2.0-or-later
# Knows the lab's trust: a certificate authority of its own, certificates and ssh keys for nodes and operator.
# shellcheck shell=bash

# Elliptic curves, because a lab of three nodes has eight keys to make.
make_authority() { # DIRECTORY
  mkdir -p "$1"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=lab $lab_name" \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign \
    -keyout "$1/key.pem" -out "$1/cert.pem" 2>>"$state/log/keys.log"
}

# certify NAME ADDRESSES DIRECTORY AUTHORITY DAYS  makes key.pem and cert.pem, good for a server and for a client.
# The addresses are separated by commas; negative days make a certificate that has expired.
certify() {
  mkdir -p "$3"
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" -keyout "$3/key.pem" -out "$3/request.pem" \
    2>>"$state/log/keys.log"
  openssl x509 -req -in "$3/request.pem" -days "$5" -set_serial "0x$(openssl rand -hex 8)" \
    -CA "$4/cert.pem" -CAkey "$4/key.pem" -out "$3/cert.pem" 2>>"$state/log/keys.log" \
    -extfile <(printf '%s\n' basicConstraints=critical,CA:FALSE "subjectAltName=DNS:$1,IP:${2//,/,IP:}" \
      keyUsage=critical,digitalSignature,keyEncipherment extendedKeyUsage=serverAuth,clientAuth)
  rm "$3/request.pem"
}

# The daemon reads its certificates when it starts: 'restart-libvirtd' makes it take the new one.
lab_certify() {
  take days=3650 foreign -- "$@"
  expect_operands NODE
  [[ ${option[days]} =~ ^-?[0-9]{1,5}$ ]] || misuse "--days must be a number, not '${option[days]}'"
  open_lab
  [[ $with_tls == yes ]] || fail "lab '$lab_name' has no TLS"
  local authority=$state/authority
  if [[ ${option[foreign]} == yes ]]; then
    authority=$state/foreign
    make_authority "$authority"
  fi
  if [[ ${operands[0]} == operator ]]; then certify_operator "$authority" "${option[days]}"
  else
    expect_node "${operands[0]}"
    certify_node "${operands[0]}" "$authority" "${option[days]}"
  fi
}

# The places where libvirt and QEMU look by themselves.
install_certificates() { # FROM PKI
  mkdir -p "$2"/{CA,libvirt/private,qemu}
  cp "$state/authority/cert.pem" "$2/CA/cacert.pem"
  cp "$state/authority/cert.pem" "$2/qemu/ca-cert.pem"
  local role
  for role in server client; do
    cp "$1/cert.pem" "$2/libvirt/${role}cert.pem"
    cp "$1/key.pem" "$2/libvirt/private/${role}key.pem"
    cp "$1/cert.pem" "$2/qemu/$role-cert.pem"
    cp "$1/key.pem" "$2/qemu/$role-key.pem"
  done
}

make_node_keys() { # NODE
  local root=$state/nodes/$1/root
  mkdir -p "$root/etc/pki" "$root/etc/ssh/user"
  ssh-keygen -q -t ed25519 -N '' -C "$1" -f "$root/etc/ssh/host_key"
  ssh-keygen -q -t ed25519 -N '' -C "root@$1" -f "$root/etc/ssh/user/id_ed25519"
  [[ $with_tls == yes ]] || return 0
  certify_node "$1" "$state/authority" 3650
}

certify_node() { # NODE AUTHORITY DAYS
  local own=$state/nodes/$1
  certify "$1" "$(node_address "$1"),$(node_address6 "$1")" "$own/certificate" "$2" "$3"
  install_certificates "$own/certificate" "$own/root/etc/pki"
}

make_operator_keys() {
  local home=$state/operator/home
  mkdir -p "$home/.ssh" "$state/operator/root/etc/pki" "$state/operator/root/etc/ssh"
  chmod 700 "$home" "$home/.ssh"
  ssh-keygen -q -t ed25519 -N '' -C operator -f "$home/.ssh/id_ed25519"
  [[ $with_tls == yes ]] || return 0
  certify_operator "$state/authority" 3650
}

certify_operator() { # AUTHORITY DAYS
  local pki=$state/operator/pki
  certify operator 10.77.0.1 "$state/operator/certificate" "$1" "$2"
  install_certificates "$state/operator/certificate" "$state/operator/root/etc/pki"
  mkdir -p "$pki"
  cp "$state/authority/cert.pem" "$pki/cacert.pem"
  cp "$state/operator/certificate/cert.pem" "$pki/clientcert.pem"
  cp "$state/operator/certificate/key.pem" "$pki/clientkey.pem"
}

# Who may log in where, once all keys exist: the operator everywhere; node to node only where they trust each other.
introduce() {
  local node known=$state/operator/home/.ssh/known_hosts
  for node in "${nodes[@]}"; do
    printf '%s,%s,%s %s\n' "$node" "$(node_address "$node")" "$(node_address6 "$node")" "$(cat "$state/nodes/$node/root/etc/ssh/host_key.pub")" >>"$known"
  done
  write_ssh_config "$state/operator/root/etc/ssh" "$state/operator/home/.ssh"
  for node in "${nodes[@]}"; do
    cp "$state/operator/home/.ssh/id_ed25519.pub" "$state/nodes/$node/root/etc/ssh/authorized_keys"
    write_sshd_config "$state/nodes/$node/root/etc/ssh"
    write_ssh_config "$state/nodes/$node/root/etc/ssh" /etc/ssh/user
    [[ $ssh_only == no ]] || continue
    cat "$state"/nodes/*/root/etc/ssh/user/id_ed25519.pub >>"$state/nodes/$node/root/etc/ssh/authorized_keys"
    cp "$known" "$state/nodes/$node/root/etc/ssh/user/"
  done
}

# System-wide, because ssh asks passwd, not HOME, where the user's own files are.
write_ssh_config() { # ETC_SSH KEYS
  cat >"$1/ssh_config" <<TXT
Host *
  IdentityFile $2/id_ed25519
  IdentitiesOnly yes
  UserKnownHostsFile $2/known_hosts
  GlobalKnownHostsFile none
  StrictHostKeyChecking yes
  UpdateHostKeys no
  BatchMode yes
  ConnectTimeout 20
TXT
}

write_sshd_config() { # ETC_SSH
  cat >"$1/sshd_config" <<'TXT'
HostKey /etc/ssh/host_key
AuthorizedKeysFile /etc/ssh/authorized_keys
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
UseDNS no
PidFile /run/sshd.pid
TXT
}

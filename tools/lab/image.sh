# SPDX-License-Identifier: GPL-2.0-or-later
# Knows how the guests' kernel and initramfs are made, and who plays with them, and keeps all that for the next lab.
# shellcheck shell=bash

cache=${HAXEN_LAB_CACHE:-/var/cache/haxen-lab}

# In the order in which they can be inserted. The last two are the ACPI power button, and how a program hears it.
guest_modules=(virtio_ring virtio virtio_pci_modern_dev virtio_pci_legacy_dev virtio_pci failover net_failover virtio_net virtio_blk button evdev)

lab_build() {
  take -- "$@"
  expect_operands
  need_packages
  local kernel
  kernel=$(guest_kernel)
  guest_initramfs "$kernel"
}

# The kernel's package is unpacked, never installed: a virtual machine's kernel is not this machine's business.
guest_kernel() {
  local package directory newest mine
  mkdir -p "$cache"
  # Only these modules are kept of a kernel: one that was kept for others is none for us.
  mine=kernel_$(printf '%s\n' "${guest_modules[@]}" | sort | sha256sum | cut -c1-8)
  newest=$(find "$cache" -maxdepth 1 -name "${mine}_*" -printf '%T@ %p\n' | sort -rn | sed -n '1s/[^ ]* //p')
  # Asking apt takes a second: only where its lists have changed since we asked last.
  if [[ -n $newest && $newest -nt /var/lib/apt/lists ]]; then printf '%s' "$newest"; return; fi
  package=$(kernel_package)
  directory=$cache/${mine}_${package:-none}
  if [[ -d $directory ]]; then touch "$directory"; printf '%s' "$directory"
  elif [[ -n $package ]] && fetch_kernel "${package%%_*}" "$directory"; then printf '%s' "$directory"
  elif [[ -n $newest ]]; then
    say "no newer guest kernel can be had now, using $(basename "$newest")"
    printf '%s' "$newest"
  else fail "cannot download the guests' kernel (linux-image-cloud-amd64): try 'apt-get update'"; fi
}

# NAME_VERSION of what the metapackage stands for today; empty where the package lists do not say.
kernel_package() {
  local package
  package=$(apt-cache depends linux-image-cloud-amd64 2>/dev/null | awk '$1 == "Depends:" && $2 ~ /^linux-image-/ {print $2; exit}')
  [[ -z $package ]] || printf '%s_%s' "$package" "$(apt-cache policy "$package" | awk '$1 == "Candidate:" {print $2}')"
}

fetch_kernel() (
  say "fetching $1"
  local others=() module work
  for module in "${guest_modules[@]}"; do others+=(! -name "$module.ko"); done
  work=$(mktemp -d "$cache/.fetch.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  cd "$work"
  { apt-get -q download "$1" || { apt-get -q update && apt-get -q download "$1"; }; } >log 2>&1 || { cat log >&2; exit 1; }
  dpkg-deb -x ./*.deb unpacked
  mkdir kernel
  mv unpacked/boot/vmlinuz-* kernel/vmlinuz
  mv unpacked/lib/modules/*/kernel kernel/modules
  mv unpacked/lib/modules/*/modules.builtin kernel/
  find kernel/modules -type f "${others[@]}" -delete
  find kernel/modules -type d -empty -delete
  chmod 755 kernel
  mv -T kernel "$2" 2>/dev/null || [[ -d $2 ]]
)

guest_initramfs() { # KERNEL
  local key image
  key=$(cat "$here"/guest/*.[ch] "$here/guest/init" "$here/image.sh" /bin/busybox <(basename "$1") | sha256sum | cut -c1-16)
  image=$cache/initramfs_$key
  [[ -s $image ]] || make_initramfs "$1" "$image" || fail "cannot make the guests' initramfs"
  printf '%s' "$image"
}

make_initramfs() (
  set -e
  work=$(mktemp -d "$cache/.make.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  root=$work/root
  mkdir -p "$root"/{bin,modules}
  cp /bin/busybox "$root/bin/"
  install -m 755 "$here/guest/init" "$root/init"
  gcc -static -O2 -Wall -Wextra -std=gnu17 -o "$root/guest" "$here"/guest/*.c
  strip "$root/guest"
  copy_modules "$1" "$root/modules"
  (cd "$root" && find . | sort | cpio --quiet -o -H newc -R 0:0 | gzip -6) >"$work/image"
  mv "$work/image" "$2"
)

# What runs at the operator's place; kept beside the image, and made anew where it has changed.
lab_player() {
  take -- "$@"
  expect_operands
  need_packages
  local key player
  key=$(cat "$here"/player/*.[ch] | sha256sum | cut -c1-16)
  player=$cache/player_$key
  [[ -x $player ]] || make_player "$player" || fail "cannot make the player"
  printf '%s\n' "$player"
}

make_player() {
  mkdir -p "$cache"
  gcc -O2 -Wall -Wextra -std=gnu17 -o "$1.$$" "$here"/player/*.c && mv "$1.$$" "$1"
}

copy_modules() { # KERNEL DIRECTORY
  local module file
  for module in "${guest_modules[@]}"; do
    file=$(find "$1/modules" -name "$module.ko")
    if [[ -n $file ]]; then
      cp "$file" "$2/"
      echo "$module.ko" >>"$2/order"
    else
      grep -q "/$module.ko" "$1/modules.builtin" || fail "the guests' kernel has no module '$module'"
    fi
  done
}

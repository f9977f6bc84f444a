# SPDX-License-Identifier: GPL-2.0-or-later
# Knows the disks that guests have in files of their own node, and the storage pool that these lie in.
# shellcheck shell=bash

images=/var/lib/libvirt/images

# The first guests: the odd ones have a raw file, the even ones a qcow2 file that stands on another image.
has_local_disk() { ((${1#vm} <= local_disks)); }

local_format() { ((${1#vm} % 2)) && printf raw || printf qcow2; }

# Random data, so that nothing of it is compressed on its way or left out for being zero.
make_local_disk() { # VM
  local folder
  folder=$state/nodes/$(home_of "$1")/root$images
  case $(local_format "$1") in
    raw) head -c "${local_size}M" /dev/urandom >"$folder/$1.raw" ;;
    qcow2)
      head -c "${local_size}M" /dev/urandom >"$folder/$1-base.raw"
      qemu-img create -q -f qcow2 -u -b "$images/$1-base.raw" -F raw "$folder/$1.qcow2" "${local_size}M" ;;
  esac
}

local_disk_xml() { # VM
  local format
  format=$(local_format "$1")
  printf "
    <disk type='file' device='disk'>
      <driver name='qemu' type='%s' cache='none'/>
      <source file='%s'/>
      <target dev='vda' bus='virtio'/>
    </disk>" "$format" "$images/$1.$format"
}

# As on any host on which images lie where libvirt puts them.
make_images_pool() { # NODE
  local root=$state/nodes/$1/root
  mkdir -p "$root$images" "$root/etc/libvirt/storage/autostart"
  printf '<pool type="dir"><name>images</name><target><path>%s</path></target></pool>\n' "$images" \
    >"$root/etc/libvirt/storage/images.xml"
  ln -s /etc/libvirt/storage/images.xml "$root/etc/libvirt/storage/autostart/images.xml"
}

#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Installs the packages that building and testing need; their names are those of
# Debian 12, 13 and sid. If none is missing, it prints nothing and needs no
# network.
set -eu

packages='acpica-tools binutils bzip2 cargo clang clang-format cmake cpio
debootstrap fdisk fonts-spleen g++ gcc gdb gnu-efi gzip libc6-dev
libclang-rt-dev libcmocka-dev lld llvm mandoc meson mtools nasm ninja-build ovmf
patch perl pkgconf python3 qemu-system-x86 rustc shellcheck tar u-boot-qemu
uuid-dev xorriso xz-utils'

if ! command -v apt-get >/dev/null; then
	echo "deps: no apt-get here; please install what these Debian packages hold:"
	echo "$packages"
	exit 0
fi

missing=
for package in $packages; do
	status=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null) || status=
	[ "$status" = 'install ok installed' ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

root=
if [ "$(id -u)" != 0 ]; then
	command -v sudo >/dev/null || {
		echo "deps: not root, and no sudo; please install:$missing" >&2
		exit 1
	}
	root='sudo'
fi
echo "deps: installing$missing"
$root apt-get update -q
# shellcheck disable=SC2086 # a list
$root env DEBIAN_FRONTEND=noninteractive \
	apt-get install -q -y --no-install-recommends $missing

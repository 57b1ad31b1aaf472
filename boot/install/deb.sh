#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# deb.sh ROOT FILE.deb: makes a Debian package of what is installed in ROOT,
# with PREFIX=/usr. In the environment: MAINTAINER, and ZLIB, if it is used.
set -eu
export LC_ALL=C # objdump and sort are read
umask 022

die() {
	printf '%s: %s\n' "$0" "$1" >&2
	exit 1
}

[ $# -eq 2 ] || die "usage: boot/install/deb.sh ROOT FILE.deb"
root=$1
deb=$2
name=pvh-trampoline
version=$(cat arch/pvh/VERSION)
epoch=$(sh boot/install/date.sh)
doc=$root/usr/share/doc/$name
command -v dpkg-deb >/dev/null ||
	die "dpkg-deb is missing: this needs a Debian machine"

# The licences of what is in the files, as the loaders have code of zlib and of
# gnu-efi's library.
licences() {
	echo "$name $version is under this licence, the one that LICENSE has:"
	echo
	cat LICENSE
	for licence in "${ZLIB:-}/LICENSE" /usr/share/doc/gnu-efi/copyright; do
		[ -f "$licence" ] || continue
		echo
		echo "loader.efi and loader.elf are linked with code of others. This"
		echo "comes from $(basename "$(dirname "$licence")"):"
		echo
		cat "$licence"
	done
}

# The oldest C library that has all that the programs ask for.
libc() {
	objdump -T "$root/usr/bin/pvh-check" "$root/usr/bin/pvh-wrap" |
		sed -n 's/.*GLIBC_\([0-9][0-9.]*\).*/\1/p' | sort -uV | tail -n 1
}

rm "$root/usr/share/pvh/installed"
find "$root/usr/share/man" -name '*.[1-8]' -exec gzip -9n {} +
mkdir -p "$doc" "$root/DEBIAN"
licences >"$doc/copyright"
gzip -9n <NEWS >"$doc/changelog.gz"
cat >"$root/DEBIAN/control" <<END
Package: $name
Version: $version
Architecture: amd64
Maintainer: $MAINTAINER
Installed-Size: $(find "$root/usr" -type f -printf '%s\n' |
	awk '{ kib += int(($1 + 1023) / 1024) } END { print kib }')
Depends: libc6 (>= $(libc)), binutils
Recommends: make, nasm, gcc | clang, pkgconf | pkg-config, qemu-system-x86
Suggests: lld, cpio, mtools, ovmf, xorriso
Section: devel
Priority: optional
Description: make 64-bit kernels bootable through the PVH ELF note
 A kit of C and NASM that a kernel links in, as sources and as finished
 objects: then QEMU's -kernel boots it, and Xen as a domU and as a PVH dom0.
 pvh-check says why a kernel does not boot, and what to change; pvh-boot boots
 it and judges what it prints; pvh-wrap puts the kit into a finished kernel;
 loader.elf and loader.efi boot kernels that do not have the kit.
END
(cd "$root" && find usr -type f | sort | xargs md5sum) >"$root/DEBIAN/md5sums"
find "$root" -exec touch -h -d "@$epoch" {} +
SOURCE_DATE_EPOCH=$epoch dpkg-deb --root-owner-group -Zgzip -z9 \
	--build "$root" "$deb" >/dev/null

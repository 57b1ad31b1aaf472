#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# check.sh KERNEL: is the linked file one that all loaders take? Of what the
# linker script's assertions cannot see, one line says what to do.
set -u
kernel=$1

die() {
	echo "$0: $1" >&2
	exit 1
}

headers=$(LC_ALL=C "${READELF:-readelf}" -lW "$kernel" |
	awk '/^ +(LOAD|NOTE) / { print $1, $4, $6, $NF }')
[ -n "$headers" ] || die "$kernel cannot be read; READELF names a readelf"
echo "$headers" | grep '^NOTE' | grep -qv ' 0x0* [^ ]*$' ||
	die "$kernel has no PVH note: link the kit's pvh.o"
[ "$(echo "$headers" | awk '$1 == "NOTE" { print $3, $4 }')" = "0x000048 0x4" ] ||
	die "$kernel has more in its PT_NOTE than the kit's notes"
! echo "$headers" | grep -q '^LOAD [^ ]* 0x0* ' ||
	die "$kernel has a segment without bytes: take it out of PHDRS"
! echo "$headers" | grep '^LOAD' | grep -Evq '^LOAD 0x0*[0-3]?[0-9a-f]{7} ' ||
	die "$kernel: give every section AT(ADDR(section) - KERNBASE)"
! head -c 8192 "$kernel" | od -An -v -tx4 -w4 | grep -q 1badb002 ||
	die "$kernel has a Multiboot 1 header in its first 8 KiB: remove it"

#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Headers that ask for what there is not, or that are malformed.
. tests/lib/tap.sh
. tests/lib/qemu.sh
. tests/boot/multiboot/kernels.sh

refused() { # NAME OFFSET BYTES LINE: in the header of $KERNEL
	refused_kernel=$KERNEL
	patch "$1" header "$2" "$3"
	KERNEL=$patched
	refuses "$1" "$4" -M q35 -m 16
	KERNEL=$refused_kernel
}

warned() { # NAME OFFSET BYTES LINE FIRST: the kernel is booted, and says FIRST
	patch "$1" header "$2" "$3"
	qemu "$1" -M q35 -m 16 -kernel "$patched"
	check "$1: good" test "$(verdict $?)" = good
	check "$1: $4" grep -zqE "^$4
$5" "$boot.e9"
}

# Version 1: magic, flags, sum; then addresses and a mode.
KERNEL=$MB/mb1-pvh.elf
refused flag 4 '\0013\0000\0000\0000\0363\0117\0122\0344' \
	'pvh: multiboot header: bit 3 of flags 0xb is unknown'
warned mode 4 '\0007\0000\0000\0000\0367\0117\0122\0344' \
	'pvh: warning: multiboot header: bit 2 asks for a screen, and there is none' \
	'multiboot: eax 0x2badb002 '
warned sum 8 '\0' \
	'pvh: warning: multiboot header at byte 4096: sum or architecture 0x0 is wrong' \
	'multiboot: eax 0x36d76289 '

# Version 2: magic, architecture, length, sum; then tags.
KERNEL=$MB/mb2-pvh.elf
size=$(($(physical header_end 0) - $(physical header 0)))
warned architecture 4 '\0004' \
	'pvh: warning: multiboot header at byte 4096: sum or architecture 0x4 is wrong' \
	'multiboot: eax 0x36d76289 '
refused length 8 '\0000\0200\0000\0000\0052\0057\0255\0027' \
	'pvh: multiboot header: it is cut after 28672 of 0x8000 bytes'
refused short 8 '\0030\0000\0000\0000\0022\0257\0255\0027' \
	'pvh: multiboot header: tag 1 has size 0x2c'
refused size-0 20 '\0000' 'pvh: multiboot header: tag 1 has size 0x0'
refused size-past 20 '\0377\0377' 'pvh: multiboot header: tag 1 has size 0xffff'
refused no-end $((size - 8)) '\0006' \
	"pvh: multiboot header: no end tag in its 0x$(printf %x $size) bytes"
refused request 24 '\0026' \
	'pvh: multiboot header: tag 1 requests 0x16, which is unknown'
refused tag 16 '\0013' 'pvh: multiboot header: tag 11 is unknown, flags 0x0'
warned console "$(($(physical console 0) - $(physical header 0)))" '\0003' \
	'pvh: warning: multiboot header: tag 5 asks for a screen, and there is none' \
	'multiboot: eax 0x36d76289 '
done_testing

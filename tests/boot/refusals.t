#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What cannot boot says why, once, and halts.
. tests/tap.sh
. tests/boot/qemu.sh
plan 9

# SeaBIOS's option ROM copies the command line without a bound, over the
# start_info that stands behind it.
long=$(head -c 4200 /dev/zero | tr '\0' a)
refuses long-append 'pvh: start_info: magic is 0x61616161, not 0x336ec578' \
	-M pc -m 128 -append "$long"
refuses no-long-mode 'pvh: this CPU has no long mode' -M pc -m 128 -cpu qemu32
refuses no-extended-leaves 'pvh: this CPU has no long mode' -M pc -m 128 -cpu 486
# Asked for a leaf that is not there, a CPU answers with another; here that is
# the vendor's name, in which the bit of long mode is set.
refuses no-such-leaf 'pvh: this CPU has no long mode' -M pc -m 128 \
	-cpu qemu64,vendor=AuthenticAMD,level=0,xlevel=0x80000000

# A trap in the kernel ends the run as a failure and shows where.
boots panic failed panic -M q35 -m 16 -append crash=1
boots write-text failed panic-text -M q35 -m 16 -append crash=text
boots run-data failed panic-nx -M q35 -m 16 -append crash=nx

# The judge itself: what a kernel that is broken at its PVH entry is taken for.
broken() { # NAME BYTES: the kernel with these bytes where the hypervisor jumps
	patch "$1" pvh_start32 0 "$2"
	qemu "$1" -M q35 -m 16 -kernel "$patched"
	broken_verdict=$(verdict $?)
}
broken ud2 '\0017\0013'
check "a triple fault is one" test "$broken_verdict" = 'triple fault'
BOOT_SECONDS=2
broken spin '\0353\0376'
check "a kernel that spins is a timeout" test "$broken_verdict" = 'timeout after 2 s'

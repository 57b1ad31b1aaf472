#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What cannot boot says why, once, and ends as a failure, or halts.
. tests/lib/tap.sh
. tests/lib/qemu.sh

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

# Where QEMU has no port to end by, and in a kernel that is not built for one,
# that is a halt.
magic='pvh: start_info: magic is 0x61616161, not 0x336ec578'
REFUSED=quit
DEBUG_EXIT=none
refuses no-port-magic "$magic" -M pc -m 128 -append "$long"
refuses no-port-no-long-mode 'pvh: this CPU has no long mode' -M pc -m 128 -cpu qemu32
DEBUG_EXIT=
KERNEL=$BUILD/identity/kernel.elf
refuses halt-magic "$magic" -M pc -m 128 -append "$long"
refuses halt-no-long-mode 'pvh: this CPU has no long mode' -M pc -m 128 -cpu qemu32

# Where a hypercall faults, for what says that it is Xen is not, there is a line
# more, and the same end.
LC_ALL=C sed 's/XenV/TCGT/; s/MMXe/CGTC/; s/nVMM/GTCG/' "$KERNEL" >"$TMP/xen-ish"
watched xen-ish -M pc -m 128 -append "$long" -kernel "$TMP/xen-ish" <<-END
	wait ^pvh: trap .*\\n
	halt
END
check "xen-ish: halts" test "$(verdict $?)" = quit
sed 's/ at 0x[0-9a-f]*/ at A/' "$boot.e9" >"$boot.txt"
printf '%s\n' "$magic" 'pvh: trap 0x6 at A, cr2 0x0' >"$boot.expect"
same "xen-ish: and says why, once" "$boot.expect" "$boot.txt"
REFUSED=
KERNEL=$BUILD/kernel.elf

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
check "a kernel that spins is a timeout" test "$broken_verdict" = timeout
done_testing

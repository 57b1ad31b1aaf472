#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A kernel that cannot boot says why, once, and fails or halts.
. tests/lib/tap.sh
. tests/lib/qemu.sh

# SeaBIOS's option ROM copies the command line without a bound, over the
# start_info after it.
long=$(head -c 4200 /dev/zero | tr '\0' a)
refuses long-append 'pvh: start_info: magic is 0x61616161, not 0x336ec578' \
	-M pc -m 128 -append "$long"
refuses no-long-mode 'pvh: this CPU has no long mode' -M pc -m 128 -cpu qemu32
refuses no-extended-leaves 'pvh: this CPU has no long mode' -M pc -m 128 -cpu 486
# For a CPUID leaf that it does not have, a CPU answers with another one: here
# with the vendor's name, in which the bit of long mode is set.
refuses no-such-leaf 'pvh: this CPU has no long mode' -M pc -m 128 \
	-cpu qemu64,vendor=AuthenticAMD,level=0,xlevel=0x80000000

# Without isa-debug-exit, and in a kernel that is built without it, it halts.
magic='pvh: start_info: magic is 0x61616161, not 0x336ec578'
REFUSED=quit
DEBUG_EXIT=none
refuses no-port-magic "$magic" -M pc -m 128 -append "$long"
refuses no-port-no-long-mode 'pvh: this CPU has no long mode' -M pc -m 128 -cpu qemu32
DEBUG_EXIT=
KERNEL=$BUILD/example/identity/kernel.elf
refuses halt-magic "$magic" -M pc -m 128 -append "$long"
refuses halt-no-long-mode 'pvh: this CPU has no long mode' -M pc -m 128 -cpu qemu32

# If CPUID names Xen, but a hypercall faults, there is one more line, and the
# same end.
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

# The judge itself: its verdicts on kernels that are broken at the PVH entry.
broken() { # NAME BYTES: boots the kernel with these bytes at its entry
	patch "$1" pvh_start32 0 "$2"
	qemu "$1" -M q35 -m 16 -kernel "$patched"
	broken_verdict=$(verdict $?)
}
broken ud2 '\0017\0013'
check "a triple fault is judged as one" test "$broken_verdict" = 'triple fault'
BOOT_SECONDS=2
broken spin '\0353\0376'
check "a kernel that spins is judged as a timeout" \
	test "$broken_verdict" = timeout
done_testing

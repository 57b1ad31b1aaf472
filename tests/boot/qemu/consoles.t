#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A boot ends as well if consoles are missing or do not work.
. tests/lib/tap.sh
. tests/lib/qemu.sh

module=$TMP/module.bin
boot_module "$module"

# With an unknown option, of which the kit warns: it has a console driver of its
# own.
boots_well() { # NAME QEMU-ARGUMENTS...
	boots_well_name=$1
	shift
	qemu "$boots_well_name" -kernel "$KERNEL" -m 128 -initrd "$module" \
		-append "$BOOT_APPEND -z" "$@"
	verdict $? >"$boot.verdict"
	check "$boots_well_name: good" grep -x good "$boot.verdict"
}
all() { # CONSOLE TRANSCRIPT
	{
		echo 'pvh: warning: command line: unknown option, byte 0x7a'
		cat "tests/boot/expect/$2.txt"
	} >"$boot.expect"
	normalised "$boot.$1" >"$boot.txt"
	same "$boots_well_name: all on $1" "$boot.expect" "$boot.txt"
}

# Nothing is written to port 0xE9 if it does not read as QEMU's does. Without
# the device it reads as 0 with KVM (Firecracker, Cloud Hypervisor), and as 0xff
# with QEMU.
for reads in 0 0xff; do
	boots_well "reads-$reads" -M q35 -global "isa-debugcon.readback=$reads"
	all com1 q35
	check "reads-$reads: nothing on e9" test ! -s "$boot.e9"
done
# In 32-bit mode the kit writes to the port without reading it first.
refuses reads-0-early 'pvh: this CPU has no long mode' -M q35 -cpu qemu32 \
	-global isa-debugcon.readback=0

COM1=none
boots_well pc-no-uart -M pc
all e9 pc
boots_well q35-no-uart -M q35
all e9 q35
boots_well microvm-no-uart -M microvm,isa-serial=off
all e9 microvm

# A UART that never takes a byte: QEMU's writes to a full pipe. The kernel gives
# up on it, the kit waits a while for each byte.
pipe=$TMP/pipe
rm -f "$pipe.in" "$pipe.out"
mkfifo "$pipe.in" "$pipe.out"
exec 9<>"$pipe.out"
dd if=/dev/zero of="$pipe.out" bs=4096 oflag=nonblock 2>"$TMP/full"
COM1=pipe:$pipe
boots_well stuck-uart -M q35
all e9 q35

COM1=none DEBUGCON=none
# Compares the accesses to port 0xE9 that QEMU logged: one read by the kit, one
# by the kernel.
accesses() { # COUNTS
	accesses_all=$(sed -n 's/^memory_region_ops_\([a-z]*\) .* addr 0xe9 .*/\1/p' \
		"$boot.cpu" | sort | uniq -c | tr -s ' \n' ' ')
	echo "$accesses_all"
	test "$accesses_all" = "$1"
}
boots_well no-console -M q35 -trace 'memory_region_ops_*'
check "no-console: port 0xE9 is read twice and never written" \
	accesses ' 2 read '
qemu no-console-refused -M q35 -kernel "$KERNEL" -append "$(head -c 4200 \
	/dev/zero | tr '\0' a)" -trace 'memory_region_ops_*'
check "no-console-refused: failed" test "$(verdict $?)" = failed
check "no-console-refused: and is read once, and never written" \
	accesses ' 1 read '
boots_well no-console-no-screen -M q35 -vga none
done_testing

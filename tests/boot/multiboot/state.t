#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The machine's state at the 32-bit entry of a Multiboot kernel, as QEMU shows
# it, is what both specifications say; and a fault there is printed.
. tests/lib/tap.sh
. tests/lib/qemu.sh
. tests/boot/multiboot/kernels.sh

# The entry writes al to port 0xE9, which changes no register, and spins.
state() { # VERSION CPU [BUILD]: prints what is wrong
	KERNEL=${3:-$MB}/mb$1-pvh.elf
	patch spin start 0 '\0346\0351\0353\0376'
	case $1 in
	1) magic=2badb002 byte='\x02' ;;
	2) magic=36d76289 byte='\x89' ;;
	esac
	watched "state-$1" -M q35 -m 16 -cpu "$2" -kernel "$patched" \
		>"$TMP/answers" <<-END
			wait $byte
			info registers
		END
	python3 tests/boot/multiboot/state.py "$magic" "$(physical start 2)" \
		"$(physical idt32 0)" "$(physical pvh_begin 0)" \
		"$(physical pvh_end 0)" <"$TMP/answers" 2>&1 | sed "s/^/$2: /"
}
for version in 1 2; do
	for cpu in qemu64 EPYC-Milan Haswell max max,la57=on; do
		state $version $cpu
	done >"$TMP/wrong"
	check "the state at the entry of version $version" diff /dev/null "$TMP/wrong"
done
state 2 qemu64 "$BUILD/multiboot-high" >"$TMP/wrong"
check "the same with the kit in the higher half" diff /dev/null "$TMP/wrong"

KERNEL=$MB/mb1-pvh.elf
patch trap start 0 '\0017\0013' # ud2
trap_at=$(printf %x "$(physical start 0)")
KERNEL=$patched
refuses trap "pvh: trap 0x6 at 0x$trap_at, cr2 0x0" -M q35 -m 16
done_testing

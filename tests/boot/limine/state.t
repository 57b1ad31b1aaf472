#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The machine's state at a Limine kernel's entry, as QEMU shows it: registers,
# GDT, and each page of the kernel's page tables.
. tests/lib/tap.sh
. tests/boot/limine/limine.sh

# As the protocol has it, for the kernel of a base revision, and the memory map
# that this kernel prints on the same machine.
state() { # NAME REVISION QEMU-ARGUMENTS...
	state_name=$1 state_revision=$2
	shift 2
	KERNEL=$BUILD/limine/limine-pvh-$state_revision.elf
	qemu "$state_name-map" -kernel "$KERNEL" "$@"
	cp "$boot.com1" "$TMP/map-$state_name"
	# After its warning, an empty line on port 0xE9, and the kernel spins.
	patch "$state_name" entry 0 '\0260\0012\0346\0351\0353\0376'
	watched "$state_name" -kernel "$patched" "$@" >"$TMP/answers" <<-END
		wait left out\\n\\n
		info registers
		info tlb
	END
	readelf -lW "$KERNEL" >"$TMP/segments-$state_name"
	python3 tests/boot/limine/state.py "$state_revision" \
		"$(nm "$KERNEL" | sed -n 's/ . entry$//p')" "$TMP/map-$state_name" \
		"$TMP/segments-$state_name" <"$TMP/answers"
}

for revision in 0 1 2 3; do
	check "revision $revision on a microvm" state "microvm-$revision" \
		$revision -M microvm -m 64
	check "revision $revision with RAM above 4 GiB, pages of 1 GiB and LA57" \
		state "q35-$revision" $revision -M q35 -m 6144 -cpu max,la57=on
done
check "without NX" state no-nx 3 -M microvm -m 64 -cpu qemu64,-nx
done_testing

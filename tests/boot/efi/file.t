#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# loader.efi as a file, from either toolchain: what the firmware's image loader
# and its interrupts require of it.
. tests/lib/tap.sh

empty() { # COMMAND...: fails if it prints anything
	! "$@" | grep .
}

for so in "$BUILD/loader.so" "$BUILD/clang/loader.so"; do
	efi=${so%.so}.efi
	check "$efi: an EFI application for x86-64" sh -c "
		objdump -p $efi | grep -qi 'Subsystem.*EFI application' &&
		objdump -f $efi | grep -q 'pei-x86-64'"
	check "$efi: sections start at pages, and are few" sh -c "
		objdump -h $efi | awk '\$1 ~ /^[0-9]+\$/ {
			n++
			if (\$4 !~ /000\$/) bad = 1
		} END { exit bad || n < 3 || n > 10 }'"
	check "$efi: it has the .reloc that firmware asks for" sh -c "
		objdump -h $efi | grep -q ' \.reloc '"
	check "$so: no symbol is left undefined" empty nm -u "$so"
	check "$so: relocations are R_X86_64_RELATIVE" empty sh -c "
		readelf -rW $so | grep R_X86_64_ | grep -v R_X86_64_RELATIVE"
	check "$so: no segment is writable and executable" empty sh -c "
		readelf -lW $so | grep -E 'LOAD.* RWE'"
	# The frame of an interrupt overwrites what is right below rsp. (An
	# operand with an index, too, is an element of an array above rsp.)
	check "$so: nothing in the red zone, no vector registers" empty sh -c "
		objdump -d --no-show-raw-insn $so |
		grep -E -- '-0x[0-9a-f]+\(%rsp\)|%[xyz]mm|%fs:'"
done
done_testing

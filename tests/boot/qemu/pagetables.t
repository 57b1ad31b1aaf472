#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The teaching kernel's own page tables, page by page, and the registers that it
# sets, at the end of a good boot: what arch/amd64/pmap.h and locore.asm say,
# and nothing else; with and without no-execute and pages of 1 GiB, with four
# levels and with five, and whatever flags and control registers a loader left
# (left.asm).
. tests/lib/tap.sh
. tests/lib/qemu.sh

head -c 5000000 /dev/zero >"$TMP/module"
# A byte on port 0xE9 that is in no line, and a spin.
SPIN='\0260\0007\0346\0351\0353\0376'

# A test: of $KERNEL, after a good boot.
tables() { # NAME LEVELS SIZES NX QEMU-ARGUMENTS...
	tables_name=$1 tables_levels=$2 tables_sizes=$3 tables_nx=$4
	shift 4
	patch "$tables_name" power_off 0 "$SPIN"
	watched "$tables_name" "$@" -kernel "$patched" \
		-initrd "$TMP/module" >"$TMP/answers" <<-END
			wait \\a
			info registers
			pmemsave 0 0x2000000 "$TMP/memory"
			info tlb
		END
	tr -d '\r' <"$boot.com1" >"$boot.report"
	check "$tables_name: boots" says "$boot.report"
	# shellcheck disable=SC2086 # a word or none
	python3 tests/boot/qemu/pagetables.py "$KERNEL" "$TMP/memory" \
		"$boot.report" "$tables_levels" "$tables_sizes" $tables_nx \
		<"$TMP/answers" >"$boot.odd" 2>&1
	same "$tables_name: pages and registers are as promised" \
		/dev/null "$boot.odd"
}

tables microvm 4 '4 2048' nx -M microvm -m 32
tables q35 4 '4 2048' '' -M q35 -m 32 -cpu qemu64,-nx
tables microvm-6144 4 '4 2048 1048576' nx \
	-M microvm -m 6144 -cpu qemu64,+pdpe1gb

# Makes $KERNEL a copy of left.elf with these words, whose bytes are given, the
# least significant one first.
leave() { # WORD BYTES...
	KERNEL=$BUILD/left.elf
	while [ $# -gt 0 ]; do
		patch left "$1" 0 "$2"
		KERNEL=$TMP/$1.elf
		mv "$patched" "$KERNEL"
		shift 2
	done
}

# All that -cpu max has of CR4: VME PVI TSD DE MCE PGE PCE UMIP FSGSBASE OSXSAVE
# SMEP SMAP PKE. Of CR0 MP EM TS AM NW CD; of EFER SCE; of rflags CF PF AF ZF SF
# DF OF IOPL NT AC ID.
cr4='\0217\0011\0165' cr0='\0036\0000\0004\0140' rflags='\0327\0174\0044'
leave left_cr4 "$cr4" left_cr0 "$cr0" left_efer '\0001' left_rflags "$rflags"
tables left 4 '4 2048' nx -M microvm -m 32 -cpu max,-pdpe1gb
leave left_cr4 "$cr4" left_cr0 "$cr0" left_efer '\0001' \
	left_rflags "$rflags" left_levels '\0001'
tables left-5 5 '4 2048 1048576' nx -M microvm -m 2048 -cpu max,la57=on
done_testing

#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What a kernel finds at its native entry: the table THE CONTRACT in
# arch/pvh/README, row by row, is what QEMU shows of its registers, page tables
# and memory. FreeBSD's format on every CPU model that has long mode; a format
# of the kernel's own, and other settings of the kit, on a few.
. tests/lib/tap.sh
. tests/lib/qemu.sh

# What stops the machine at a place: a byte on port 0xE9 that is in no line, and
# a spin.
SPIN='\0260\0007\0346\0351\0353\0376'
few='qemu64 max'
head -c 10000 /dev/zero >"$TMP/module"

# The page's rows, as state.py prints them: a name, after 4 spaces, and a text,
# which may go on in lines below. No other lines there begin with 4 spaces.
awk '
	/^[A-Z]/ && !/[a-z]/ { inside = $0 == "THE CONTRACT" }
	!inside { next }
	/^     / { sub(/^ +/, ""); row = row " " $0; next }
	row != "" { print row; row = "" }
	/^    / { sub(/^ +/, ""); sub(/  +/, ": "); row = $0 }
	' arch/pvh/README >"$TMP/page"

# Where struct boot_view has its first module, and the map its steps.
offsets=$(for member in module map.count map.step; do
	printf '%s\n' '#include "boot_view.h"' \
		"int at = __builtin_offsetof(struct boot_view, $member);" |
		"${CC:-gcc}" -Iarch/pvh -Iarch/pvh/own -S -o - -x c - |
		sed -n 's/.*\.long[^0-9]*//p'
done)

# What is wrong with the state of $KERNEL: rows that the page does not have.
state() { # NAME CPU
	watched native -M microvm -m 16 -cpu "$2" -initrd "$TMP/module" \
		-kernel "$TMP/patched-native" >"$TMP/native" <<-END
			wait \\a
			info registers
			info mtree -f
			pmemsave 0 0x1000000 "$TMP/memory"
			info tlb
		END
	! grep -q 'no long mode' "$boot.e9" || return 0
	echo "$1, $2" >>"$TMP/seen"
	# shellcheck disable=SC2086 # numbers
	cat "$TMP/entry" "$TMP/native" |
		python3 tests/boot/qemu/state.py "$KERNEL" "$TMP/memory" $offsets \
			>"$TMP/rows" 2>&1
	cat "$TMP/rows" >>"$TMP/all-rows"
	grep -vxFf "$TMP/page" "$TMP/rows" | sed "s/^/$1, $2: /"
}
states() { # NAME KERNEL ENTRY CPU...
	states_name=$1 KERNEL=$2
	patch entry pvh_start32 0 "$SPIN"
	watched entry -M microvm -m 16 -kernel "$patched" >"$TMP/entry" <<-END
		wait \\a
		info registers
	END
	patch native "$3" 0 "$SPIN"
	shift 3
	for cpu; do
		state "$states_name" "$cpu"
	done
}

# A kernel of this format and KERNBASE, and of the kit with these settings.
other() { # FORMAT ENTRY KERNBASE [KEY=VALUE]...
	other_build=$TMP/$1-$3 other_format=$1 other_entry=$2 other_base=$3
	shift 3
	rm -rf "$other_build"
	mkdir -p "$other_build"
	MAKEFLAGS='' make -s -f tests/boot/state/GNUmakefile \
		BUILD="$other_build" PVH_FORMAT="$other_format" \
		PVH_ENTRY="$other_entry" PVH_KERNBASE="$other_base" "$@" \
		>"$TMP/log" 2>&1 || cat "$TMP/log"
	# shellcheck disable=SC2086 # a list
	states "$other_format at $other_base" "$other_build/kernel.elf" \
		"$other_entry" $few
}

: >"$TMP/seen"
: >"$TMP/all-rows"
# CPUS, if set, lists the models to test instead of all.
# shellcheck disable=SC2046,SC2086 # a list
{
	states kernel.elf "$BUILD/kernel.elf" btext \
		${CPUS:-$(cpu_models | grep -v -- '-v[0-9]*$') max,la57=on \
		qemu64,-nx qemu64,+pdpe1gb}
	other freebsd btext 0
	other freebsd btext 0xffff800000000000
	other own kmain 0 PVH_SSE=1
	other own kmain 0xffffffff80000000
} >"$TMP/wrong"
count=$(wc -l <"$TMP/seen")
least=50
[ -z "${CPUS:-}" ] || least=$(($(echo "$CPUS" | wc -w) + 8))
check "the state at $count native entries is the contract's" sh -c \
	"cat '$TMP/wrong'; test ! -s '$TMP/wrong' -a $count -ge $least"

# A row with one wrong word would be one that no machine has.
rows_seen() {
	[ "$(wc -l <"$TMP/page")" -gt 20 ] &&
		! grep -vxFf "$TMP/all-rows" "$TMP/page"
}
check "every row of the contract was compared" rows_seen
done_testing

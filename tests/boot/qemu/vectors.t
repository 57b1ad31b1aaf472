#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Every gate of the door's two IDTs, for 32-bit and for long mode, leads to its
# line. These boots together execute every instruction of the door's NASM, by
# QEMU's log of them.
. tests/lib/tap.sh
. tests/lib/qemu.sh
. tests/lib/step.sh

# The code of the three objects, at its physical and virtual addresses, as
# ranges for QEMU's -dfilter.
places() {
	for symbol in pvh_start32 pvh_enter pvh_trap_stubs; do
		at=$(physical $symbol 0)
		printf '%#x+%#x,0x%s+%#x,' "$at" 512 "$(high "$at")" 512
	done | sed 's/,$//'
}
DEBUG_EXIT=none # the halt is executed, too
REFUSED=quit
trace="$step -d cpu_reset,exec,nochain -dfilter $(places)"

# The kernel executes "int VECTOR" at SYMBOL + OFFSET. The address in the line
# is not checked: it is wrong for exceptions with an error code, which int does
# not push.
vectors() { # SYMBOL OFFSET VECTOR...
	vectors_symbol=$1 vectors_offset=$2
	shift 2
	for vector; do
		patch vector "$vectors_symbol" "$vectors_offset" \
			"$(printf '\\0315\\%04o' "$vector")"
		# shellcheck disable=SC2086 # words
		watched "$vectors_symbol-$vector" -M microvm -m 16 -kernel "$patched" $trace <<-END
			wait ^pvh: .*\\n
			halt
		END
		grep -qE "^pvh: trap 0x$(printf %x "$vector") at 0x[0-9a-f]+, cr2 0x0$" \
			"$boot.e9" && cmp "$boot.e9" "$boot.com1" ||
			echo "vector $vector: $(cat "$boot.e9")"
	done
}
nothing() {
	"$@" >"$TMP/bad" 2>&1
	cat "$TMP/bad"
	test ! -s "$TMP/bad"
}
# In 32-bit mode all but those whose gates are for the first instructions of
# long mode (see idt32); those are taken at the far jump.
# shellcheck disable=SC2046 # a list
check "24 vectors in 32-bit mode" nothing vectors pvh_start32 19 \
	$(seq 0 3) $(seq 6 15) $(seq 18 25) 30 31
check "4 vectors in long mode by the IDT of 32-bit mode" nothing \
	vectors pvh_start32.no_long_mode -7 2 8 13 14
# shellcheck disable=SC2046 # a list
check "32 vectors in long mode" nothing vectors pvh_start64 7 $(seq 0 31)

# The rest of the code: a good boot, a fault with an error code in 32-bit mode,
# and the two refusals.
patch gp pvh_start32 19 '\0270\0100\0000\0000\0000\0216\0330' # ds = 0x40
KERNEL=$patched
# shellcheck disable=SC2086 # words
refuses gp "pvh: trap 0xd at 0x$(printf %x "$(physical pvh_start32 24)"), cr2 0x0" \
	-M microvm -m 16 $trace
KERNEL=$BUILD/kernel.elf
# shellcheck disable=SC2086 # words
for cpu in qemu64 qemu32 486; do
	watched "cpu-$cpu" -M microvm -m 128 -cpu $cpu -kernel "$KERNEL" $trace <<-END
		wait ^pvh: .*\\n|^boot: ok\\n
		halt
	END
done

cat "$TMP"/*.cpu | sed -n 's|^Trace.*\[[^/]*/\([0-9a-f]*\)/.*|\1|p' |
	cut -c9- | sort -u >"$TMP/executed"

# The file, line and addresses of every instruction, from the DWARF line table,
# in which NASM has a row for each. The jump after a hlt with interrupts off is
# left out: only an SMI would lead to it.
instructions() {
	for file in pvh_start freebsd/enter pvh_trap; do
		case $file in
		pvh_start) first=pvh_start32 ;;
		freebsd/enter) first=pvh_enter ;;
		pvh_trap) first=pvh_trap_stubs ;;
		esac
		"${NASM:-nasm}" -f elf64 -DKERNBASE=0xffffffff80000000 \
			-DPVH_DEBUG_EXIT=0xf4 -DPVH_ENTRY=btext -Iarch/pvh/ \
			-g -F dwarf -o "$TMP/${file##*/}.o" arch/pvh/$file.asm
		objdump --dwarf=decodedline "$TMP/${file##*/}.o" |
			awk -v f="$file.asm" '$1 ~ /\.asm$/ && $2 ~ /^[0-9]+$/ { print f, $2, $3 }' |
			sort -u | while read -r name line offset; do
			case $(sed -n "${line}p" "arch/pvh/$name") in
			*align* | *'jmp	.halt'*) continue ;;
			esac
			at=$(physical "$first" $((offset)))
			printf '%s:%d %08x %08x\n' "$name" "$line" "$at" $((at + 0x80000000))
		done
	done
}
instructions >"$TMP/instructions"
not_executed() {
	while read -r place low high; do
		grep -qxE "$low|$high" "$TMP/executed" || echo "$place $low"
	done <"$TMP/instructions"
}
check "all $(wc -l <"$TMP/instructions") instructions in NASM are executed" \
	nothing not_executed
check "there are more than 100 of them" \
	test "$(wc -l <"$TMP/instructions")" -gt 100
done_testing

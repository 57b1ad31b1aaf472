#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The machine's state at btext, as QEMU shows it, on every CPU model that has
# long mode: it is what README's contract says, to the bit.
. tests/lib/tap.sh
. tests/lib/qemu.sh

# The kernel prints an empty line on port 0xE9, and spins after that.
patch spin btext 0 '\0260\0012\0346\0351\0353\0376'
tables=$(physical pml4 0)
frame=$(physical pvh_stack_top -24)

state() { # CPU: prints what is wrong with its state
	watched state -M microvm -m 16 -cpu "$1" -kernel "$patched" \
		>"$TMP/answers" <<-END
			wait \\n
			info registers
			xp /8wx $((tables + 6 * 4096))
			xp /4wx $frame
			xp /1gx $tables
			xp /1gx $((tables + 4088))
			xp /4gx $((tables + 4096))
			xp /2gx $((tables + 8176))
			info tlb
		END
	! grep -q 'no long mode' "$boot.e9" || return 0
	echo "$1" >>"$TMP/seen"
	python3 tests/boot/qemu/state.py "$tables" "$(physical idt64 0)" "$frame" \
		<"$TMP/answers" 2>&1 | sed "s/^/$1: /"
}

: >"$TMP/seen"
# CPUS, if set, lists the models to test instead of all.
for cpu in ${CPUS:-$(cpu_models) max,la57=on qemu64,-nx qemu64,+pdpe1gb}; do
	state "$cpu"
done >"$TMP/wrong"
count=$(wc -l <"$TMP/seen")
least=100
[ -z "${CPUS:-}" ] || least=$(echo "$CPUS" | wc -w)
check "the state at btext is the contract's, on $count CPU models" sh -c \
	"cat '$TMP/wrong'; test ! -s '$TMP/wrong' -a $count -ge $least"
done_testing

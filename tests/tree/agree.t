#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What two places know, because the kit includes nothing of the kernel's, nor
# NASM anything of C's, is the same in both. (Where the RSDP is looked for is
# compared by tests/host/unit/rsdp.c.)
. tests/lib/tap.sh

nasm_value() { # NAME FILE: of an equ in the built object
	nm "$BUILD/$2.o" | sed -n "s/^\([0-9a-f]*\) a $1$/0x\1/p"
}
c_value() { # NAME FILE: of a macro
	echo $(($({ cat "$2" && echo "value $1"; } |
		"${CC:-gcc}" -E -P -I. -Iarch/pvh -Iarch/pvh/own \
			-Iarch/pvh/freebsd - |
		sed -n 's/^value //p')))
}
agree() { # WHAT A B
	check "$1: $3" test $(($2)) = $(($3)) -a "$2" != ""
}

for name in ERROR_CODE VECTORS; do
	agree "$name, the door's traps and the kernel's" \
		"$(nasm_value $name arch/pvh/pvh_trap.asm)" \
		"$(nasm_value $name arch/amd64/stubs.asm)"
done
for name in DEBUG_CONSOLE COM1 COM1_LSR LSR_THRE LSR_TRIES; do
	agree "$name, pvh_trap.asm and console.c" \
		"$(nasm_value $name arch/pvh/pvh_trap.asm)" \
		"$(c_value $name arch/pvh/console.c)"
done
agree "DEBUG_EXIT_BAD, pvh_trap.asm and halt.c" \
	"$(nasm_value DEBUG_EXIT_BAD arch/pvh/pvh_trap.asm)" \
	"$(c_value DEBUG_EXIT_BAD arch/pvh/halt.c)"
agree "DEBUG_EXIT_BAD, the door and the kernel" \
	"$(c_value DEBUG_EXIT_BAD arch/pvh/halt.c)" \
	"$(c_value DEBUG_EXIT_BAD arch/amd64/power.c)"
agree "STACK_SIZE, locore.asm and trap.h" \
	"$(nasm_value STACK_SIZE arch/amd64/locore.asm)" \
	"$(c_value STACK_SIZE arch/amd64/trap.h)"

# The CPU vendors whose hypercall is vmmcall: the first list of each file.
amd() {
	awk '/case 0x/ { print $2, $4; found = 1; next } found { exit }' "$1"
}
amd arch/pvh/xen_map.c >"$TMP/door"
amd arch/amd64/xen.c >"$TMP/kernel"
check "vmmcall is known for AMD's CPUs" grep -q AuthenticAMD "$TMP/door"
same "vmmcall, the door and the kernel" "$TMP/door" "$TMP/kernel"
done_testing

#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The teaching kernel's traps: the dump has every register; the double fault and
# the NMI have stacks of their own; a stack that overflows, those two included,
# hits the page below it; a fault while a trap is shown ends the run, too. Each
# kernel here is broken at one place or two.
. tests/lib/tap.sh
. tests/lib/qemu.sh

# A byte on port 0xE9 that is in no line, and a spin; "push rax" for ever; an
# address that is not mapped.
SPIN='\0260\0007\0346\0351\0353\0376'
PUSH='\0120\0353\0375'
NOWHERE='\0000\0220\0170\0126\0064\0022\0000\0000' # 0x123456789000

stack() { # NUMBER: the address of its lowest byte, without the page below it
	echo $((0x$(nm "$KERNEL" | awk '$3 == "stacks" { print substr($1, 9) }') + \
		$1 * 20480 + 4096))
}

# $KERNEL with all of these, and a spin where the run would end.
broken() { # NAME [SYMBOL OFFSET BYTES]...
	broken_name=$1 broken_kernel=$KERNEL
	shift
	set -- power_off 0 "$SPIN" "$@"
	while [ $# -gt 0 ]; do
		patch "$broken_name" "$1" "$2" "$3"
		KERNEL=$TMP/broken-$broken_name
		mv "$patched" "$KERNEL"
		shift 3
	done
	patched=$KERNEL KERNEL=$broken_kernel
}

# A test: $patched ends with LINE, on the stack of that number; CR2, if given,
# is the last address that could not be accessed.
ends_on() { # NUMBER LINE [CR2]
	watched "$broken_name" -M q35 -m 32 -kernel "$patched" \
		-append crash=1 >"$TMP/registers" <<-END
			${MONITOR:-wait .}
			wait ^$2\n(?s:.*)\\a
			info registers
		END
	tr -d '\r' <"$boot.com1" >"$boot.txt"
	{
		tail -n 1 "$boot.txt"
		where "$1"
		[ -z "${3:-}" ] ||
			sed -n 's/.*CR2=\([0-9a-f]*\).*/cr2 \1/p' "$TMP/registers"
	} >"$boot.got"
	{
		echo "$2"
		echo "on stack $1"
		[ -z "${3:-}" ] || echo "cr2 $3"
	} >"$boot.expect"
	same "$broken_name: $2" "$boot.expect" "$boot.got"
}
# Whether rsp, in $TMP/registers, is in the stack of that number.
where() { # NUMBER
	where_at=$(sed -n 's/.*RSP=ffffffff\([0-9a-f]*\).*/\1/p' "$TMP/registers")
	where_at=$((0x${where_at:-0} - $(stack "$1")))
	if [ $where_at -gt 0 ] && [ $where_at -le 16384 ]; then
		echo "on stack $1"
	else
		echo "rsp is $where_at bytes from the end of stack $1"
	fi
}
# What the push that overflows a stack cannot write.
below() { # NUMBER
	printf 'ffffffff%08x' $(($(stack "$1") - 8))
}

# Registers with values of their own, std and ud2.
code='' index=0
for mov in '\0270' '\0273' '\0271' '\0272' '\0276' '\0277' '\0275' \
	'\0101\0270' '\0101\0271' '\0101\0272' '\0101\0273' '\0101\0274' \
	'\0101\0275' '\0101\0276' '\0101\0277'; do
	index=$((index + 1))
	code="$code$mov\\$(printf %04o $index)\\0000\\0000\\0252"
done
broken registers crash_if_asked 0 "$code\\0375\\0017\\0013"
ends_on 0 'boot: failed: trap 6, invalid opcode'
flags=$(sed -n 's/.*RFL=\([0-9a-f]*\).*/\1/p' "$TMP/registers")
check "registers: DF and IF are off in the trap" \
	test $((0x$flags & 0x600)) = 0
rip=$(high $(($(physical crash_if_asked 0) + 7 * 5 + 8 * 6 + 1)))
v() {
	printf '00000000aa0000%02x' "$1"
}
{
	echo "trap: 6 invalid opcode, error 0x0"
	echo "trap: rip $rip cr2 0000000000000000 rflags"
	echo "trap: rsp cs 0008 ss 0010"
	echo "trap: rax $(v 1) rbx $(v 2) rcx $(v 3)"
	echo "trap: rdx $(v 4) rsi $(v 5) rdi $(v 6)"
	echo "trap: rbp $(v 7) r8  $(v 8) r9  $(v 9)"
	echo "trap: r10 $(v 10) r11 $(v 11) r12 $(v 12)"
	echo "trap: r13 $(v 13) r14 $(v 14) r15 $(v 15)"
} >"$TMP/expect"
sed -n '/^trap:/{s/\(rflags\|rsp\) [0-9a-f]*/\1/; p}' "$boot.txt" >"$TMP/got"
same "registers: the dump has each one" "$TMP/expect" "$TMP/got"

# The CPU cannot push the page fault's frame, and so takes the double fault.
broken overflow crash_if_asked 0 "$PUSH"
ends_on 1 'boot: failed: trap 8, double fault' "$(below 0)"
check "overflow: the dump has rsp at the end of the stack" grep -q \
	"^trap: rsp ffffffff$(printf %08x "$(stack 0)") " "$boot.txt"

# The NMI comes while the kernel spins.
spins='wait \a
nmi'
MONITOR=$spins
broken nmi crash_if_asked 0 "$SPIN"
ends_on 2 'boot: failed: trap 2, NMI'

# The dump cannot read the trap's name, and stays on its stack.
broken nmi-dump crash_if_asked 0 "$SPIN" names $((2 * 8)) "$NOWHERE"
ends_on 2 'boot: failed: trap 14 inside a trap' 0000123456789000

# A page fault inside of these two overflows their stacks.
push_14="trap_stubs $((14 * 16)) $PUSH"
# shellcheck disable=SC2086 # words
broken nmi-overflow crash_if_asked 0 "$SPIN" names $((2 * 8)) "$NOWHERE" \
	$push_14
ends_on 1 'boot: failed: trap 8 inside a trap' "$(below 2)"
MONITOR=
# shellcheck disable=SC2086 # words
broken double-overflow crash_if_asked 0 "$PUSH" names $((8 * 8)) "$NOWHERE" \
	$push_14
ends_on 1 'boot: failed: trap 8 inside a trap' "$(below 1)"

# The console itself faults, at its first byte: nothing can be printed, and the
# run fails all the same.
patch console uart_driver 8 "$NOWHERE"
qemu console -M microvm -m 32 -kernel "$patched"
check "console: fails" test "$(verdict $?)" = failed
done_testing

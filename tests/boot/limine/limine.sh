# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# What the tests of Limine kernels share. Source tests/lib/tap.sh first.
. tests/lib/qemu.sh
EXPECT=tests/boot/limine/expect
CLOCK=2026-01-02T03:04:05

# A report without what depends on the toolchain and on the clock's second.
stable() {
	stable_end=$(nm "$KERNEL" | sed -n 's/^ffffffff\(.*\) . pvh_begin$/\1/p')
	stable_door=$(nm "$KERNEL" | sed -n 's/^ffffffff\(.*\) . pvh_end$/\1/p')
	awk -v clock="$(date -u -d "$CLOCK" +%s)" '
		/^date: [0-9]+$/ && $2 >= clock && $2 < clock + 900 {
			$2 = "as set"
		}
		{ print }' |
		sed -E -e 's/(kind|request) at 0x[0-9a-f]+/\1 at ADDR/' \
			-e "s/$(hex "$stable_end" -1) kernel/END kernel/" \
			-e "s/$(hex "$stable_end" 0)-/BEHIND-/" \
			-e "s/$(hex "$stable_door" -1) recl/DOOR recl/" \
			-e "s/$(hex "$stable_door" 0)-/BEHIND-/"
}

hex() { # HIGH-HEX OFFSET: the physical address
	printf '0x%x' $(((0x$1 & 0x7fffffff) + $2))
}

# A test: a kernel boots, and prints the transcript.
limine_boots() { # NAME VERDICT TRANSCRIPT QEMU-ARGUMENTS...
	limine_name=$1 limine_verdict=$2 limine_transcript=$3
	shift 3
	qemu "$limine_name" -kernel "$KERNEL" -rtc base=$CLOCK,clock=vm "$@"
	judged "$limine_name" "$limine_verdict" "$(verdict $?)" \
		"$limine_transcript" "$boot.com1" "$boot.e9" stable
}

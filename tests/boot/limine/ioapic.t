#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# I/O APICs and PICs at a Limine kernel's entry: what could interrupt it is
# masked. QEMU resets the I/O APIC after it has loaded everything, so gdb has the
# CPU write entries at the PVH entry, and asks QEMU for them there and later.
. tests/lib/tap.sh
command -v gdb >/dev/null || skip_all "gdb" "no gdb: see make deps"

# Code, at 0x8000, that writes the entries of pins 2 to 5. By rule 14 the last two
# are not masked: an NMI and an ExtINT.
write() { # REGISTER 'BYTE BYTE': two mov dword [...], ...
	printf '0xc7,0x05,0,0,0xc0,0xfe,%s,0,0,0,' "$1"
	printf '0xc7,0x05,0x10,0,0xc0,0xfe,%s,%s,0,0,' "${2% *}" "${2#* }"
}
code="$(write 0x14 '0x31 0')$(write 0x16 '0x32 1')"
code="$code$(write 0x18 '0x33 4')$(write 0x1a '0x34 7')"

# Of QEMU's "info pic", the masks of the PICs and the pins that are not masked, in
# an order that does not depend on its version.
entries() { # FILE
	tr -d '\r' <"$1" | sed -nE -e 's/^(say: .*)/\1/p' \
		-e 's/^ *(pin [0-9]+) .* (active-.*)/\1 \2/p' \
		-e 's/^(pic[01]): .* imr=([0-9a-f]+) .*/\1 \2/p' |
		grep -v ' masked ' |
		awk '/^say/ { $0 = " " $0; n++ } { print n, $0 }' |
		sort | sed 's/^[0-9] *//'
}

state() { # NAME KERNEL QEMU-ARGUMENTS...
	name=$1 kernel=$2
	shift 2
	cat >"$TMP/$name.gdb" <<-END
		pvh-entry
		set {unsigned char[81]} 0x8000 = {${code}0x90}
		set \$entry = \$eip
		set \$eip = 0x8000
		stepi 8
		set \$eip = \$entry
		echo say: PVH entry\\n
		monitor info pic
		pvh-native
		echo say: native entry\\n
		monitor info pic
		kill
	END
	timeout -k 5 60 gdb -nx -batch -x arch/pvh/pvh.gdb \
		-ex "pvh $kernel arch/pvh" -ex "target remote | exec $QEMU $* -m 128 \
		-display none -no-reboot -kernel $kernel -S -gdb stdio" \
		-x "$TMP/$name.gdb" >"$TMP/$name.log" 2>&1 </dev/null
	entries "$TMP/$name.log" >"$TMP/$name.said"
}

cat >"$TMP/expect" <<'END'
say: PVH entry
pic0 b8
pic1 8e
pin 2 active-hi edge         fixed  physical
pin 3 active-hi edge         lowest physical
pin 4 active-hi edge         NMI    physical
pin 5 active-hi edge         extINT physical
say: native entry
pic0 ff
pic1 ff
pin 4 active-hi edge         NMI    physical
pin 5 active-hi edge         extINT physical
END
for machine in q35 pc; do
	state $machine "$BUILD/limine/limine-pvh-3.elf" -M $machine
	same "$machine: what could interrupt is masked" "$TMP/expect" \
		"$TMP/$machine.said"
done
done_testing

#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Limine kernels that ask for the other CPUs: each of these says its IDs, and
# checks its state as the boot CPU does. QEMU's TCG has x2APIC from version 9
# on, so its boots take QEMU 10.0.
. tests/lib/tap.sh
. tests/lib/qemu.sh
. tests/boot/versions/lib.sh

# What is in the page where CPUs start, 0x9e000. Firmware leaves it there, and so
# has the kit.
MARK=0x1122334455667788

# A test: these CPUs are there, PROCESSOR:APIC for each, the boot CPU first. The
# lines of $warned come before.
cpus() { # NAME APIC CPUS QEMU-ARGUMENTS...
	cpus_name=$1
	{
		[ -z "${warned:-}" ] || echo "$warned"
		echo "page 0x9e000: $MARK"
		echo "cpus: $(echo "$3" | wc -w), $2"
		for cpu in $3; do
			[ "$cpu" = "${3%% *}" ] && printf 'boot '
			echo "cpu: processor ${cpu%:*}, APIC ID ${cpu#*:}"
		done
		echo 'boot: ok'
	} >"$TMP/$cpus_name"
	shift 3
	qemu "$cpus_name" -kernel "$KERNEL" -m 128 \
		-device "loader,addr=0x9e000,data=$MARK,data-len=8" "$@"
	same "$cpus_name" "$TMP/$cpus_name" "$boot.e9"
}

eight='0:0 1:1 2:2 3:3 4:4 5:5 6:6 7:7'
for built in "$BUILD/limine" "$BUILD/clang/limine"; do
	KERNEL=$built/limine-pvh-cpus.elf
	cpus "$(basename "$(dirname "$built")")-q35-2" xAPIC '0:0 1:1' \
		-M q35 -smp 2
done
KERNEL=$BUILD/limine/limine-pvh-cpus.elf
cpus q35-1 xAPIC 0:0 -M q35 -smp 1
cpus q35-8 xAPIC "$eight" -M q35 -smp 8
cpus pc-2 xAPIC '0:0 1:1' -M pc -smp 2 -cpu max
cpus microvm-8 xAPIC "$eight" -M microvm -smp 8
cpus no-acpi xAPIC 0:0 -M microvm,acpi=off -smp 2
cpus sparse xAPIC '0:0 1:1 2:2 3:4 4:5 5:6' -M q35 \
	-smp 6,sockets=2,cores=3,threads=1
cpus absent xAPIC '0:0 1:1' -M q35 -smp 2,maxcpus=6
cpus no-nx xAPIC '0:0 1:1' -M q35 -smp 2 -cpu qemu64,-nx,-pat

# A MADT that has CPUs twice, and some that are not there. -M microvm,acpi=off
# has no tables of its own, so the kit finds those where a BIOS has them.
tables() { # PROCESSOR:APIC...
	python3 tests/boot/limine/acpi.py 0xe0000 "$@" >"$TMP/tables"
}
absent='pvh: warning: limine: CPU'
warned="$absent 9 with APIC ID 0x7 does not start, left out
$absent 6 with APIC ID 0x12c does not start, left out"
tables 3:0 3:0 9:7 4:1 5:1 6:300
cpus not-there xAPIC '3:0 4:1' -M microvm,acpi=off -smp 2 \
	-device "loader,addr=0xe0000,file=$TMP/tables,force-raw=on"
warned=

use_version 10.0
missing=$(version_missing | sed -n 1p)
x2apic() { # NAME APIC CPUS QEMU-ARGUMENTS...
	if [ -z "$missing" ]; then
		cpus "$@" -L "$SHARE/qemu" -L "$SHARE/seabios"
	else
		leave_out "$1" "$missing"
	fi
}

# Beyond ID 254 the firmware turns x2APIC on, whatever the kernel asks for.
many='maxcpus=512,sockets=2,cores=256 -device max-x86_64-cpu,socket-id=1,core-id=0,thread-id=0'
for n in '' -x2; do
	KERNEL=$BUILD/limine/limine-pvh-cpus$n.elf
	# shellcheck disable=SC2086 # a list
	x2apic "above-255$n" x2APIC '0:0 256:256' -M q35 -cpu max -smp 1,$many
done
x2apic x2-1 x2APIC 0:0 -M pc -cpu max -smp 1
x2apic x2-8 x2APIC "$eight" -M q35 -cpu max -smp 8
x2apic x2-pc x2APIC '0:0 1:1' -M pc -cpu qemu64,+x2apic -smp 2
x2apic x2-missing xAPIC '0:0 1:1' -M q35 \
	-cpu max,-x2apic -smp 2
KERNEL=$BUILD/limine/limine-pvh-cpus.elf
x2apic x2-unwanted xAPIC '0:0 1:1' -M q35 \
	-cpu max -smp 2
done_testing

#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A run ends the machine, good or failed, where there is no isa-debug-exit, and
# does not start it again: QEMU would, as it has no -no-reboot here.
. tests/lib/tap.sh
. tests/lib/qemu.sh

# Boots, and leaves the events of power that QMP has in $boot.events.
run() { # NAME QEMU-ARGUMENTS...
	boot=$TMP/$1
	shift
	rm -f "$boot".*
	echo '{"execute": "qmp_capabilities"}' |
		timeout -k 5 "$BOOT_SECONDS" "$QEMU" -display none -qmp stdio \
			-serial "file:$boot.com1" -debugcon "file:$boot.e9" \
			-kernel "$KERNEL" -m 128 "$@" >"$boot.qmp" 2>"$boot.qemu"
	run_status=$?
	sed -n 's/.*"event": "\([A-Z]*\)".*"reason": "\([a-z-]*\)".*/\1 \2/p' \
		"$boot.qmp" >"$boot.events"
}

# A test: the last line of the report is LINE, and then QEMU ends by EVENT.
ends() { # DESCRIPTION LINE EVENT
	echo "status 0, $3, $2" >"$boot.expect"
	echo "status $run_status, $(cat "$boot.events"), $(tail -n 1 "$boot.e9")" \
		>"$boot.got"
	same "$1" "$boot.expect" "$boot.got"
}
off='SHUTDOWN guest-shutdown'
trap='boot: failed: trap 6, invalid opcode'

for machine in pc q35 q35,acpi=off microvm; do
	run "$machine" -M $machine
	ends "$machine: is powered off" 'boot: ok' "$off"
done
for machine in q35 microvm; do
	run "$machine-failed" -M $machine -append crash=1
	ends "$machine, failed: is powered off" "$trap" "$off"
done
run microvm-6g -M microvm -m 6G
ends "microvm, 6 GiB: is powered off" 'boot: ok' "$off"

# A test: the run is good, the machine halts, and these are all the values that
# the kernel writes to ports from isa-debug-exit's on.
halts() { # NAME WRITES QEMU-ARGUMENTS...
	halts_name=$1 halts_writes=$2
	shift 2
	watched "$halts_name" -m 128 -kernel "$KERNEL" \
		-trace memory_region_ops_write "$@" <<-END
			wait ^boot: ok
			halt
		END
	check "$halts_name: halts" test "$(verdict $?)" = quit
	halts_got=$(sed -n '/addr 0xf4 /,$p' "$boot.cpu" |
		sed 's/.* addr \(.*\) value \(.*\) size .*/\1=\2/' | tr '\n' ' ')
	check "$halts_name: writes $halts_got" \
		test "$halts_got" = "0xf4=0x10 $halts_writes"
}

# Without ACPI there are the ports that other VMMs have. QEMU is asked for its
# name then, and is not reset; and a machine that shows no hypervisor is left
# alone.
DEBUG_EXIT=none
for machine in pc microvm; do
	halts "$machine-none" '0x600=0x34 0x510=0x0 ' -M $machine,acpi=off
done
halts no-hypervisor '' -M pc,acpi=off -cpu qemu64,-hypervisor

# Any other VMM is reset, which ends those that have a keyboard controller.
LC_ALL=C sed 's/QEMU/QEMV/g' "$KERNEL" >"$TMP/renamed.elf"
KERNEL=$TMP/renamed.elf
run other -M pc,acpi=off -no-reboot
ends "another VMM without ACPI: is reset" 'boot: ok' 'SHUTDOWN guest-reset'
run other-acpi -M q35 -no-reboot
ends "another VMM with ACPI: is powered off" 'boot: ok' "$off"
done_testing

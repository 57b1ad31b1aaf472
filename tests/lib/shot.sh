# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# Screenshots of boots, and the test of one. Source tests/lib/tap.sh first.
#
# A boot leaves NAME.com1 and NAME.e9, as in tests/lib/qemu.sh, and NAME.ppm.
# There is no isa-debug-exit, and QEMU stays when the kernel powers it off, and
# its screen with it.

# QEMU's own copy of a VGA BIOS, whose font is that of VGA's text.
VGA_FONT=${VGA_FONT:-/usr/share/seabios/vgabios-stdvga.bin}
SHOT_SECONDS=60

# Waits until the kernel is done, then prints commands for QEMU's monitor.
shot_commands() {
	for _ in $(seq $((SHOT_SECONDS * 4))); do
		sleep 0.25
		grep -aqs '^boot: ' "$boot.e9" && break
	done
	sleep 0.5
	echo "screendump $boot.ppm"
	echo quit
}

screenshot() { # NAME QEMU-ARGUMENTS...
	boot=$TMP/$1
	shift
	rm -f "$boot".*
	shot_commands | timeout -k 5 $((SHOT_SECONDS + 5)) "$QEMU" \
		-display none -no-reboot -no-shutdown -monitor stdio \
		-serial "file:$boot.com1" -debugcon "file:$boot.e9" "$@" \
		>"$boot.qemu" 2>&1
}

# A test: the screen shows the last lines of what was written to port 0xE9.
shows() { # DESCRIPTION FONT CELL-WIDTH
	check "$1" python3 tests/lib/compare.py "$boot.ppm" "$2" "$3" \
		"$boot.e9"
}

# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# How a boot ended. Source it. $boot is what the names of the boot's traces have
# in common: $boot.com1 and $boot.e9 hold what the guest wrote to the two
# consoles, $boot.cpu is QEMU's log of CPU resets, and $boot.qemu is what QEMU
# itself printed.

: "${boot:=}"

# What the status of QEMU, or of timeout(1), and the traces mean.
verdict() { # STATUS
	if grep -aqs 'Panic on CPU' "$boot.com1"; then
		echo "crash of Xen"
	elif grep -aqs -e '^Triple fault' -e 'd0v[0-9]* Triple fault' \
		"$boot.com1" "$boot.cpu"; then
		echo "triple fault"
	else
		case $1 in
		33) echo good ;;
		35) echo failed ;;
		124 | 137) echo timeout ;;
		0)
			if grep -aqs 'Entering ACPI S5' "$boot.com1"; then
				echo power-off
			else
				echo quit
			fi
			;;
		*) echo "status $1" ;;
		esac
	fi
}

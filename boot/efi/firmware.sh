# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# The arguments that give QEMU a firmware. Source it.

OVMF_CODE=${OVMF_CODE:-/usr/share/OVMF/OVMF_CODE_4M.fd}
OVMF_VARS=${OVMF_VARS:-/usr/share/OVMF/OVMF_VARS_4M.fd}

# Prints which files of a firmware are missing.
firmware_missing() { # bios|efi
	[ "$1" = efi ] || return 0
	for firmware_file in "$OVMF_CODE" "$OVMF_VARS"; do
		[ -s "$firmware_file" ] || echo "no $firmware_file"
	done
}

# Prints QEMU's arguments. OVMF keeps its variables in FILE, which is made anew
# for each boot.
firmware() { # bios|efi FILE
	[ "$1" = efi ] || return 0
	cp "$OVMF_VARS" "$2"
	echo "-drive if=pflash,format=raw,readonly=on,file=$OVMF_CODE"
	echo "-drive if=pflash,format=raw,file=$2"
}

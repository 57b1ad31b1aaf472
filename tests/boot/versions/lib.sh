# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# The versions of QEMU that tests run on: the machine's own, or one that
# boot/packages/fetch unpacked. Source it with $BUILD and $QEMU set.
VERSIONS_OWN=$QEMU

# Whether the machine's own QEMU is of this version.
is_own() { # VERSION
	case $("$VERSIONS_OWN" --version 2>/dev/null) in
	"QEMU emulator version $1"[.\ ]*) ;;
	*) return 1 ;;
	esac
}

# Makes qemu() and firmware() use a version. SHARE is the folder with its
# firmware.
use_version() { # VERSION
	if is_own "$1"; then
		QEMU=$VERSIONS_OWN SHARE=/usr/share
	else
		QEMU=$BUILD/versions/qemu-$1/qemu
		SHARE=$BUILD/versions/qemu-$1/root/usr/share
	fi
	# shellcheck disable=SC2034 # boot/efi/firmware.sh's
	OVMF_CODE=$SHARE/OVMF/OVMF_CODE_4M.fd OVMF_VARS=$SHARE/OVMF/OVMF_VARS_4M.fd
}

# After use_version: prints what is missing of the version.
version_missing() {
	"$QEMU" --version >/dev/null 2>&1 || echo "no $QEMU"
	for version_file in seabios/bios-microvm.bin qemu/qboot.rom \
		OVMF/OVMF_CODE_4M.fd; do
		[ -s "$SHARE/$version_file" ] || echo "no $SHARE/$version_file"
	done
}

# After use_version: prints the exact versions of QEMU and its firmware.
version_says() {
	"$QEMU" --version | sed -n '1s/^QEMU emulator version/QEMU/p'
	if [ "$SHARE" = /usr/share ]; then
		dpkg-query -W -f '${Package} ${Version}\n' seabios ovmf 2>/dev/null
	else
		grep -E '^(seabios|ovmf(-generic)?) ' "$SHARE/../../../packages"
	fi
}

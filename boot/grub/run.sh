# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# sh boot/grub/run.sh bios|efi ISO: boots the ISO on this terminal. Succeeds if
# the kernel reports a good boot.
set -eu
QEMU=${QEMU:-qemu-system-x86_64}
. boot/efi/firmware.sh

case $1 in
bios | efi) ;;
*)
	echo "FIRMWARE is bios or efi, not \"$1\"" >&2
	exit 2
	;;
esac
missing=$(firmware_missing "$1")
[ -z "$missing" ] || {
	echo "$missing: see make deps" >&2
	exit 1
}

status=0
# shellcheck disable=SC2046 # a list of arguments
"$QEMU" -M q35 -m 128 -display none -serial mon:stdio -no-reboot -net none \
	-device isa-debug-exit,iobase=0xf4,iosize=4 \
	$(firmware "$1" "$2.vars") -cdrom "$2" || status=$?
[ $status = 33 ]

#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The usual boots, on each QEMU of $VERSIONS with firmware of the same time. A
# boot is good if the kernel says so, by QEMU's status 33 and "boot: ok", and
# has the module that was given, whole, or none if none was. Leaves a table,
# boots down, versions across.
. tests/lib/tap.sh
. tests/lib/qemu.sh
. tests/lib/efi.sh
. tests/boot/versions/lib.sh
VERSIONS=${VERSIONS:-7.2 10.0}
GRUB=$BUILD/grub

# All boots: after use_version, "row LOADER WHAT QEMU-ARGUMENTS..." for each.
rows() {
	number=0
	BOOT_SECONDS=60 # a boot takes about one
	for acpi in '' ,acpi=off; do
		pair SeaBIOS pc$acpi
		pair SeaBIOS q35$acpi
		pair default microvm$acpi
		pair qboot.rom microvm$acpi -bios "$SHARE/qemu/qboot.rom"
		pair bios-microvm.bin microvm$acpi \
			-bios "$SHARE/seabios/bios-microvm.bin"
	done
	disks SeaBIOS pc IDE ide-hd
	disks SeaBIOS pc virtio virtio-blk-pci
	disks SeaBIOS q35 AHCI ide-hd
	disks SeaBIOS q35 NVMe nvme,serial=1
	disks SeaBIOS q35 "3 virtio" virtio-blk-pci virtio-blk-pci virtio-blk-pci
	disks default microvm virtio virtio-blk-device
	BOOT_SECONDS=120 # OVMF alone takes ten
	# shellcheck disable=SC2046 # a list of arguments
	row "OVMF, loader.efi" "q35, module" -M q35 -m 256 -nic none \
		$(firmware efi "$TMP/vars-loader$half") \
		-drive "format=raw,snapshot=on,file=$TMP/efi"
	[ -z "$no_grub" ] || return
	row "SeaBIOS, kfreebsd" "q35, module" -M q35 -nic none -cdrom "$TMP/iso"
	# shellcheck disable=SC2046
	row "OVMF, kfreebsd" "q35, module" -M q35 -m 256 -nic none \
		$(firmware efi "$TMP/vars-grub$half") -cdrom "$TMP/iso"
}

# Two rows: a machine without an initrd and with one.
pair() { # LOADER MACHINE QEMU-ARGUMENTS...
	pair_loader=$1 pair_machine=$2
	shift 2
	row "$pair_loader" "$pair_machine" -M "$pair_machine" \
		-kernel "$KERNEL" "$@"
	row "$pair_loader" "$pair_machine, initrd" -M "$pair_machine" \
		-kernel "$KERNEL" -initrd "$module" "$@"
}

# A row: a machine with disks, for which SeaBIOS takes memory next to the
# initrd.
disks() { # LOADER MACHINE WHAT DEVICE...
	disks_loader=$1 disks_machine=$2 disks_what=$3
	shift 3
	for device; do
		shift
		set -- "$@" -device "$device,drive=disk$#" -drive \
			"if=none,id=disk$#,format=raw,snapshot=on,file=$TMP/disk"
	done
	row "$disks_loader" "$disks_machine, initrd, $disks_what" \
		-M "$disks_machine" -kernel "$KERNEL" -initrd "$module" "$@"
}

# ---- what a row does, by $mode: count, boot, show or test

row() {
	number=$((number + 1))
	"row_$mode" "$@"
}

row_count() {
	:
}

# Boots every other row of a version, as $half says; leaves NAME.cell with the
# verdict.
row_boot() { # LOADER WHAT QEMU-ARGUMENTS...
	[ $((number % 2)) = "$half" ] || return 0
	row_name=$version-$number
	row_given='none'
	case "$1 $2" in
	*initrd* | *module*) row_given="0 (/boot/)?module0 md_image 0x[0-9a-f]+ $contents" ;;
	esac
	shift 2
	qemu "$row_name" -m 128 "$@" </dev/null
	judge "$(verdict $?)" "^module: $row_given\$" >"$TMP/$row_name.cell"
}

# The text of a cell: "ok" or "ok, ..." for a good boot, else capitals.
judge() { # VERDICT MODULE
	if [ "$1" != good ] && grep -q '^pvh: ' "$boot.e9"; then
		echo REFUSED
	elif [ "$1" != good ]; then
		echo "$1" | tr '[:lower:]' '[:upper:]'
	elif [ "$(tail -n 1 "$boot.e9")" != 'boot: ok' ]; then
		echo "NO BOOT: OK"
	elif [ "$(grep '^module: ' "$boot.e9" | grep -cEv "$2")" != 0 ] ||
		! grep -qE "$2" "$boot.e9"; then
		echo "WRONG MODULE"
	elif grep -q '^pvh: warning: ' "$boot.e9"; then
		echo "ok, warns"
	else
		echo ok
	fi
}

row_show() { # LOADER WHAT ...
	printf '%-17s %-26s' "$1" "$2"
	for version in $versions; do
		printf ' %-10s' "$(cat "$TMP/$version-$number.cell")"
	done
	echo
}

row_test() { # LOADER WHAT ...
	for version in $versions; do
		row_name=$TMP/$version-$number
		case $(cat "$row_name.cell") in
		ok*) ok "$version: $1: $2" ;;
		*) cat "$row_name.cell" "$row_name.e9" "$row_name.qemu" |
			not_ok "$version: $1: $2" ;;
		esac
		sed -n 's/^pvh: warning: /# &/p' "$row_name.e9"
	done
}

# The version of GRUB, by its own tool.
grub_says() {
	lib=$GRUB/root/usr/lib/x86_64-linux-gnu
	"$lib/ld-linux-x86-64.so.2" --inhibit-cache --library-path "$lib" \
		"$GRUB/root/usr/bin/grub-mkimage" --version |
		sed "s/.*(GRUB)/GRUB/"
}

# ---- what the rows boot

module=$TMP/module0
boot_module "$module"
contents=$(contents "$module")
rm -f "$TMP"/*.cell
truncate -s 16M "$TMP/disk"
printf '%s\n' 'module0_load="YES"' 'module0_name="/boot/module0"' \
	'module0_type="md_image"' >"$TMP/loader.conf"
disk "$TMP/efi" 34 "/EFI/BOOT/BOOTX64.EFI=$LOADER" \
	"/boot/kernel/kernel=$KERNEL" "/boot/loader.conf=$TMP/loader.conf" \
	"/boot/module0=$module"
cat >"$TMP/menu" <<'END'
kfreebsd /boot/kernel.elf
kfreebsd_module /boot/module0 type=md_image
boot
END
no_grub=$(
	[ -s "$GRUB/efi.img" ] || echo "no $GRUB/efi.img: see make iso"
	command -v xorriso >/dev/null || echo "no xorriso: see make deps"
)
[ -n "$no_grub" ] || boot/grub/iso "$TMP/iso" "$GRUB" "$TMP/menu" \
	"$KERNEL" "$module"

# ---- on the versions that are there

: >"$TMP/skipped"
LC_ALL=C date -u '+%-d %B %Y' >"$TMP/says"
[ -n "$no_grub" ] || grub_says >>"$TMP/says"
versions=
for version in $VERSIONS; do
	use_version "$version"
	missing=$(version_missing | sed -n 1p)
	if [ -z "$missing" ]; then
		versions="$versions $version"
		version_says | sed "s/^/$version: /" >>"$TMP/says"
	else
		echo "QEMU $version: $missing" >>"$TMP/skipped"
	fi
done
[ -z "$no_grub" ] || echo "GRUB: $no_grub" >>"$TMP/skipped"

half=0 mode=count
rows
# shellcheck disable=SC2086 # a list
set -- $versions
boots=$(($# * number))
while read -r what why; do
	skip "${what%:}" "$why"
done <"$TMP/skipped"

mode=boot
for version in $versions; do
	use_version "$version"
	for half in 0 1; do
		rows &
	done
	wait
done
mode=show
{
	cat "$TMP/says"
	echo
	printf '%-17s %-26s' "loader" "boot"
	# shellcheck disable=SC2086 # a list
	printf ' %-10s' $versions
	echo
	rows
} | sed 's/ *$//' >"$TMP/table"
note <"$TMP/table"
mode='test'
rows
check "$boots boots, each judged" test "$boots" -ge 27 -a \
	"$(cat "$TMP"/*.cell | grep -c .)" = "$boots"
done_testing

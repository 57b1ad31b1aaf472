# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# Boots through GRUB, and tests of them. Source it with $FIRMWARE set to bios or
# efi.
. tests/lib/tap.sh
. tests/lib/qemu.sh
. boot/efi/firmware.sh
GRUB=$BUILD/grub
BOOT_SECONDS=120 # OVMF alone takes ten

# Ends the test if it cannot run.
needs_grub() {
	needs=$({
		for needs_file in "$GRUB/efi.img" "$GRUB/bios.img"; do
			[ -s "$needs_file" ] || echo "no $needs_file"
		done
		command -v xorriso || echo "no xorriso"
		firmware_missing "$FIRMWARE"
	} | sed -n '/^no /{p;q;}')
	[ -n "$needs" ] || return 0
	skip_all "GRUB on $FIRMWARE" "$needs: see make deps iso"
}

# What the kernel wrote to COM1, after GRUB and the firmware.
kernel_part() { # FILE
	tr -d '\r' <"$1" | sed -n 's/^.*\(loader: \)/\1/; /^loader: /,$p'
}

# A report without what depends on GRUB and UEFI: where the modules are, which
# is after the kernel; on UEFI the map from 1 MiB to 4 GiB, and HyperTransport's
# range below 1 TiB, which not every OVMF reports.
grub_filter() {
	sed -E 's/^(module: .*) (0x[0-9a-f]+|MODULES) /\1 ADDR /' |
		if [ "$FIRMWARE" = efi ]; then
			awk '/^map: 0x000000fd00000000-/ { next }
			/^map: / && $2 >= "0x0000000000100000" &&
			    $2 < "0x0000000100000000" {
				if (!seen++)
					print "map: ..."
				next
			}
			/^memory: \[/ { next }
			/^memory: / { $0 = "memory: " $2 " MiB usable, ..." }
			{ print }'
		else
			cat
		fi
}

# Makes $TMP/iso, with the menu of standard input and the files of $files.
files=$KERNEL
grub_iso() {
	cat >"$TMP/menu"
	# shellcheck disable=SC2086 # a list
	boot/grub/iso "$TMP/iso" "$GRUB" "$TMP/menu" $files
}

# A test: the ISO that grub_iso makes boots well; its transcript is
# grub-FIRMWARE-NAME.
grub_boots() { # NAME DRIVE QEMU-ARGUMENTS...
	grub_name=$1 grub_drive=$2
	shift 2
	if ! grub_iso >"$TMP/log" 2>&1; then
		not_ok "$FIRMWARE $grub_name: an ISO" <"$TMP/log"
		return
	fi
	# shellcheck disable=SC2046 # a list of arguments
	qemu "$grub_name" $(firmware "$FIRMWARE" "$TMP/vars") -net none \
		-drive "file=$TMP/iso,format=raw,$grub_drive" "$@"
	grub_got=$(verdict $?)
	kernel_part "$boot.com1" >"$boot.kernel"
	judged "$FIRMWARE $grub_name" good "$grub_got" \
		"grub-$FIRMWARE-$grub_name" "$boot.kernel" "$boot.e9" grub_filter
}

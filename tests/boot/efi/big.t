#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A large kernel and modules whose places the firmware still uses: all is moved
# once the firmware is gone, and arrives whole. Memory that the firmware keeps
# in the middle of the kernel is named; a module goes after it.
BOOT_SECONDS=${BOOT_SECONDS:-180} # much is read and checksummed
. tests/lib/tap.sh
. tests/lib/qemu.sh
. tests/lib/efi.sh

# Firmware that can suspend the machine keeps memory at 8 MiB for itself.
NO_S3='-global ICH9-LPC.disable_s3=1'
MIB=1048576

yes 'one of 9 MiB, and some bytes' | head -c $((9 * MIB + 5)) >"$TMP/one"
yes 'another one of 3 MiB' | head -c $((3 * MIB)) >"$TMP/two"
printf x >"$TMP/three"
cat >"$TMP/loader.conf" <<'END'
one_load="YES"
one_name="/boot/one"
two_load="YES"
two_name="/boot/two"
three_load="YES"
three_name="/boot/three"
END
disk "$TMP/big.img" 64 "/EFI/BOOT/BOOTX64.EFI=$LOADER" \
	"/boot/kernel/kernel=$BUILD/big.elf" "/boot/loader.conf=$TMP/loader.conf" \
	"/boot/one=$TMP/one" "/boot/two=$TMP/two" "/boot/three=$TMP/three"
disk "$TMP/small.img" 64 "/EFI/BOOT/BOOTX64.EFI=$LOADER" \
	"/boot/kernel/kernel=$KERNEL" "/boot/loader.conf=$TMP/loader.conf" \
	"/boot/one=$TMP/one" "/boot/two=$TMP/two" "/boot/three=$TMP/three"

given() { # KENV-LINES-OF-THE-FIRMWARE
	cat <<-END
		loader: efi
		howto: 0x0
		kenv: loader=efi
		kenv: acpi.rsdp=ADDR
		$1
		module: 0 /boot/one md_image ADDR $(wc -c <"$TMP/one") crc32=$(crc "$TMP/one")
		module: 1 /boot/two md_image ADDR $(wc -c <"$TMP/two") crc32=$(crc "$TMP/two")
		module: 2 /boot/three md_image ADDR 1 crc32=$(crc "$TMP/three")
		kernel: 0x00200000-KERNEND
		boot: ok
	END
}
UBOOT_WORDS=$(printf '%s\n' 'kenv: root=/dev/sdb3' 'kenv: init=/sbin/init' \
	'kenv: rootwait=1' 'kenv: ro=1')

# Start and size of each module, in decimal and sorted by address; then kernend
# and 0.
module_ends() { # NAME
	sed -n -e 's/^module: [^/]*[^ ]* [^ ]* \(0x[0-9a-f]*\) \([0-9]*\) .*/\1 \2/p' \
		-e 's/^kernel: [^-]*-\(0x[0-9a-f]*\)fff$/\1fff 0/p' "$TMP/$1.e9" |
		while read -r module_at module_size; do
			echo $((module_at + (module_size == 0))) "$module_size"
		done | sort -n >"$TMP/$1.ends"
}

# A test: the modules follow the kernel, each at the first page after what is
# before it, and kernend follows them all.
in_a_row() { # NAME
	module_ends "$1"
	# shellcheck disable=SC2016 # awk's
	check "$1: each module right after what is before it" awk -v end=$((0x$(
		nm "$BUILD/big.elf" | sed -n 's/^ffffffff\(.*\) . pvh_end$/\1/p'
	) - 0x80000000)) '
		{ end += (4096 - end % 4096) % 4096 }
		$2 != 0 && $1 != end { print $1 " is not " end; bad = 1 }
		$2 == 0 && $1 <= end { print $1 " is before " end; bad = 1 }
		{ end = $1 + $2 }
		END { exit bad || NR != 4 || $2 != 0 }' "$TMP/$1.ends"
}

boot() { # NAME FIRMWARE DISK WORDS QEMU-ARGUMENTS...
	boot_name=$1 boot_firmware=$2 boot_disk=$3 boot_words=$4
	shift 4
	$boot_firmware "$boot_name" "$boot_disk" -snapshot "$@"
	boot_status=$?
	given "$boot_words" | grep . >"$TMP/given"
	reports "$boot_name" $boot_status <"$TMP/given"
}

# Tests: the halted machine's memory has the kernel's bytes and zeroes.
arrived() { # NAME FIRMWARE-ARGUMENTS...
	arrived_name=$1
	shift
	rm -f "$TMP/$arrived_name.e9" "$TMP/bytes" "$TMP/zeroes"
	cat >"$TMP/script" <<-END
		wait ^boot: ok
		pmemsave $(KERNEL=$BUILD/big.elf physical big_bytes 0) $((8 * MIB)) "$TMP/bytes"
		pmemsave $(KERNEL=$BUILD/big.elf physical big_zeroes 0) $((28 * MIB)) "$TMP/zeroes"
	END
	# shellcheck disable=SC2046 # a list of arguments
	timeout -k 5 "$BOOT_SECONDS" python3 tests/lib/watch.py \
		"$TMP/$arrived_name.e9" "$TMP/script" \
		"$QEMU" -display none -no-reboot -nic none -no-shutdown \
		-debugcon "file:$TMP/$arrived_name.e9" -snapshot \
		-drive "format=raw,file=$TMP/big.img" "$@" \
		>"$TMP/$arrived_name.qemu" 2>&1
	check "$arrived_name: each byte of the kernel" \
		cmp "$TMP/bytes" "$BUILD/big.bin"
	check "$arrived_name: each zero of the kernel" \
		cmp -n $((28 * MIB)) "$TMP/zeroes" /dev/zero
}

# shellcheck disable=SC2086 # words
{
	boot big-128 ovmf "$TMP/big.img" '' -M q35 -m 128 $NO_S3
	loader_says big-128 '/boot/kernel/kernel: 0x200000 is taken, staged at 0x'
	in_a_row big-128
	boot big-4096 ovmf "$TMP/big.img" '' -M q35 -m 4096 $NO_S3
	in_a_row big-4096
	# shellcheck disable=SC2046 # a list of arguments
	arrived big-halted -M q35 -m 128 $NO_S3 $(firmware efi "$TMP/vars")
}
boot big-uboot uboot "$TMP/big.img" "$UBOOT_WORDS" -M pc -m 256
in_a_row big-uboot

# The memory that OVMF keeps is in the middle of the large kernel, and after the
# small one.
S3='-global ICH9-LPC.disable_s3=0'
printf 'reset -s\r\n' >"$TMP/startup.nsh"
disk_add "$TMP/big.img" /startup.nsh "$TMP/startup.nsh"
# shellcheck disable=SC2086 # words
{
	ovmf stays "$TMP/big.img" -M q35 -m 128 $S3
	stays=$(verdict $?)
	boot small-128 ovmf "$TMP/small.img" '' -M q35 -m 128 $S3
}
check "stays: the memory that OVMF keeps is named" stays stays 3
check "stays: the firmware goes on, no kernel runs" \
	test "$stays" = quit -a ! -s "$TMP/stays.e9"
loader_says small-128 '/boot/one: 9437189 bytes, at 0x900000, md_image'
module_ends small-128
# shellcheck disable=SC2016 # awk's
check "small-128: kernend is after the last module" \
	awk 'END { exit NR != 4 || $2 != 0 }' "$TMP/small-128.ends"
done_testing

# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# Boots under UEFI, and their tests. Source tests/lib/tap.sh and qemu.sh first.
#
# Only the kernel writes to NAME.e9; NAME.com1 starts with what the firmware and
# the loader print.
. boot/efi/disk.sh
. boot/efi/firmware.sh

LOADER=${LOADER:-$BUILD/loader.efi}
UBOOT=/usr/lib/u-boot/qemu-x86_64/u-boot.rom

ovmf() { # NAME DISK QEMU-ARGUMENTS...
	ovmf_name=$1 ovmf_disk=$2
	shift 2
	# shellcheck disable=SC2046 # a list of arguments
	qemu "$ovmf_name" -nic none $(firmware efi "$TMP/$ovmf_name-vars") \
		-drive "format=raw,file=$ovmf_disk" "$@"
}

uboot() { # NAME DISK QEMU-ARGUMENTS...
	uboot_name=$1 uboot_disk=$2
	shift 2
	qemu "$uboot_name" -nic none -bios $UBOOT \
		-drive "format=raw,file=$uboot_disk" "$@"
}

# The loader's own lines, without the console's escape sequences.
said() { # NAME
	tr -d '\r' <"$TMP/$1.com1" | sed 's/\x1b\[[0-9;=]*[a-zA-Z]//g' |
		grep -a '^loader: '
}

# The report without what depends on the firmware: addresses and the map.
facts() { # NAME
	normalised "$TMP/$1.e9" | sed -E \
		-e '/^(map|memory|acpi|hypervisor):/d' \
		-e 's/^(module: .*) (0x[0-9a-f]+|MODULES) ([0-9]+ crc32)/\1 ADDR \3/'
}

# Whether a line names the memory at 8 MiB that OVMF keeps, and the size that
# fits below it. Where that memory starts depends on the version of OVMF.
stays() { # NAME DIGIT: the first digit of the size that does not fit
	said "$1" >"$TMP/$1.said"
	stays_at=$(sed -nE "s/.*: 0x(80[0-9a-f]+)-0x807fff stays ACPI NVS \\(EFI type 10\\): ([0-9]+) KiB fit at 0x200000, not $2.*/\\1 \\2/p" "$TMP/$1.said")
	cat "$TMP/$1.said"
	[ -n "$stays_at" ] &&
		[ $(((0x${stays_at% *} - 0x200000) / 1024)) = "${stays_at#* }" ]
}

# A test: the boot is good, and standard input has its facts.
reports() { # NAME STATUS
	reports_got=$(verdict "$2")
	cat >"$TMP/$1.expect"
	facts "$1" >"$TMP/$1.facts"
	if [ "$reports_got" != good ]; then
		{
			echo "expected good, got $reports_got"
			tail -n 20 "$TMP/$1.com1"
			cat "$TMP/$1.qemu"
		} >"$TMP/$1.why"
		not_ok "$1: good" <"$TMP/$1.why"
	else
		same "$1: all that was given is reported" \
			"$TMP/$1.expect" "$TMP/$1.facts"
	fi
}

# A test: the map has most of the machine's memory.
has_memory() { # NAME MEGABYTES
	has_memory_got=$(sed -n 's/^memory: \([0-9]*\) MiB.*/\1/p' "$TMP/$1.e9")
	check "$1: memory: ${has_memory_got:-none} of $2 MiB" \
		test "${has_memory_got:-0}" -ge $(($2 - 16))
}

# A test: one of the loader's lines starts with START.
loader_says() { # NAME START
	said "$1" >"$TMP/$1.said"
	if grep -qF "loader: $2" "$TMP/$1.said"; then
		ok "$1: $2"
	else
		grep -F "${2%%: *}" "$TMP/$1.said" >"$TMP/$1.why"
		not_ok "$1: $2" <"$TMP/$1.why"
	fi
}

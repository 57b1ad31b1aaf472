#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The metadata in the memory of a halted machine: the records that only UEFI
# has, with a screen and without. The kernel's map is that of EFI_MAP, with each
# type as UEFI means it once boot services are gone.
. tests/lib/tap.sh
. tests/lib/qemu.sh
. tests/lib/efi.sh

disk "$TMP/disk.img" 34 "/EFI/BOOT/BOOTX64.EFI=$LOADER" \
	"/boot/kernel/kernel=$KERNEL"

# Type, size and data of the kernel's records, one a line; EFI_MAP's ranges, as
# the kernel prints them, to standard error.
# shellcheck disable=SC2016 # Perl's
records='
	local $/; my $m = <STDIN>;
	my $name = "/boot/kernel/kernel\0";
	my @map;
	my $at = index $m, pack("VV", 1, length $name) . $name;
	while ($at >= 0) {
		my ($type, $size) = unpack "VV", substr $m, $at, 8;
		last if !$type && !$size;
		my $data = substr $m, $at + 8, $size;
		my @f = $type == 0x9005 ? unpack("QQV7", $data)
		    : $type == 0x9004 ? (unpack("QQV", $data), $size)
		    : $size == 8 ? unpack("Q", $data) : ();
		printf "%x %d%s\n", $type, $size, join "", map { sprintf " %x", $_ } @f;
		$at += 8 + ($size + 7 & ~7);
		next if $type != 0x9004;
		my ($bytes, $stride) = unpack "QQ", $data;
		my @named = qw(reserved ram ram ram ram reserved reserved ram
			unusable acpi nvs reserved reserved reserved pmem);
		for (my $d = 32; $d < 32 + $bytes; $d += $stride) {
			my ($t, $start, undef, $pages) =
				unpack "Vx4QQQ", substr $data, $d, 32;
			my $name = $named[$t] // "reserved";
			my $last = $start + $pages * 4096 - 1;
			push @map, [$start, $last, $name]
				unless @map && $map[-1][2] eq $name &&
				$map[-1][1] == $start - 1;
			$map[-1][1] = $last;
		}
	}
	printf STDERR "map: 0x%016x-0x%016x %s\n", @$_ for @map;'

# Boots a machine without isa-debug-exit, and saves the memory of kernel and
# metadata.
halted() { # NAME QEMU-ARGUMENTS...
	halted_name=$1
	shift
	rm -f "$TMP/$halted_name.e9" "$TMP/memory"
	cat >"$TMP/script" <<-END
		wait ^boot: ok
		pmemsave 0x200000 0x200000 "$TMP/memory"
	END
	# shellcheck disable=SC2046 # a list of arguments
	timeout -k 5 "$BOOT_SECONDS" python3 tests/lib/watch.py \
		"$TMP/$halted_name.e9" "$TMP/script" \
		"$QEMU" -M q35 -m 128 -display none -no-reboot -nic none -no-shutdown \
		-debugcon "file:$TMP/$halted_name.e9" $(firmware efi "$TMP/vars") \
		-drive "format=raw,file=$TMP/disk.img" "$@" \
		>"$TMP/$halted_name.qemu" 2>&1
	perl -e "$records" <"$TMP/memory" >"$TMP/$halted_name.records" \
		2>"$TMP/$halted_name.map"
	grep '^map: ' "$TMP/$halted_name.e9" >"$TMP/$halted_name.reported"
	note <"$TMP/$halted_name.records"
}

types() { # NAME
	cut -d' ' -f1 "$TMP/$1.records" | tr '\n' ' '
}

halted screen -vga std
check "screen: every record, and no SMAP" \
	test "$(types screen)" = '1 2 3 4 8007 8006 8008 9006 800c 9005 9004 '
# address size height width stride red green blue reserved
check "screen: EFI_FB is the mode that the firmware has set" grep -qE \
	'^9005 48 [89a-f][0-9a-f]{7} 3e8000 320 500 500 ff0000 ff00 ff ff000000$' \
	"$TMP/screen.records"
check "screen: EFI_MAP has a header, and whole descriptors" sh -c "
	set -- \$(grep '^9004' '$TMP/screen.records')
	test \$((\$2 - 32)) = \$((0x\$3)) -a \$((0x\$3 % 0x\$4)) = 0 -a \$5 = 1"
same "screen: the kernel's map is EFI_MAP" "$TMP/screen.map" \
	"$TMP/screen.reported"
halted none -vga none
check "none: the same but EFI_FB" \
	test "$(types none)" = '1 2 3 4 8007 8006 8008 9006 800c 9004 '
done_testing

#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Another program has memory where the kernel runs. If that becomes free when
# the firmware ends, the kernel is staged and moved; if not, the loader says so.
# And ExitBootServices() fails: the loader calls it again.
. tests/lib/tap.sh
. tests/lib/qemu.sh
. tests/lib/efi.sh

disk=$TMP/disk.img
disk "$disk" 34 "/loader.efi=$LOADER" "/hog.efi=$BUILD/hog.efi" \
	"/boot/kernel/kernel=$KERNEL" /boot/kernel/licence.ko=LICENSE

run() { # NAME QEMU-ARGUMENTS... ; standard input: the shell's commands
	sed 's/$/\r/' >"$TMP/startup.nsh"
	disk_add "$disk" /startup.nsh "$TMP/startup.nsh"
	run_name=$1
	shift
	ovmf "$run_name" "$disk" "$@"
}

run moved -M q35 -m 128 <<'END'
fs0:
hog.efi page
loader.efi -v licence_load=YES
END
status=$?
loader_says moved '/boot/kernel/kernel: 0x200000 is taken, staged at 0x'
reports moved $status <<END
loader: efi
howto: 0x800 verbose
kenv: loader=efi
kenv: acpi.rsdp=ADDR
module: 0 /boot/kernel/licence.ko md_image ADDR $(wc -c <LICENSE) crc32=$(crc LICENSE)
kernel: 0x00200000-KERNEND
boot: ok
END
has_memory moved 128

run moved-4096 -M pc -m 4096 -vga none <<'END'
fs0:
hog.efi page
loader.efi
END
status=$?
loader_says moved-4096 '/boot/kernel/kernel: 0x200000 is taken, staged at 0x'
reports moved-4096 $status <<END
loader: efi
howto: 0x0
kenv: loader=efi
kenv: acpi.rsdp=ADDR
module: none
kernel: 0x00200000-KERNEND
boot: ok
END
has_memory moved-4096 4096

run kept -M q35 -m 128 <<'END'
fs0:
hog.efi keep
loader.efi
reset -s
END
status=$?
loader_says kept "/boot/kernel/kernel: 0x210000-0x210fff stays reserved (EFI type 0): 64 KiB fit at 0x200000, not "
check "kept: the shell goes on, no kernel runs" \
	test "$(verdict $status)" = quit -a ! -s "$TMP/kept.e9"

run retried -M q35 -m 128 <<'END'
fs0:
hog.efi retry
loader.efi
END
status=$?
reports retried $status <"$TMP/moved-4096.expect"

run refused -M q35 -m 128 <<'END'
fs0:
hog.efi never
loader.efi
reset -s
END
status=$?
loader_says refused "ExitBootServices: refused 4 times (Invalid Parameter"
check "refused: the shell goes on, no kernel runs" \
	test "$(verdict $status)" = quit -a ! -s "$TMP/refused.e9"
done_testing

#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# OVMF and U-Boot start \EFI\BOOT\BOOTX64.EFI by themselves: on small and large
# machines, with a screen and without, the loaders of both toolchains. The
# kernel is the same file that PVH boots.
. tests/lib/tap.sh
. tests/lib/qemu.sh
. tests/lib/efi.sh

module=$TMP/module.bin
boot_module "$module"
cat >"$TMP/loader.conf" <<'END'
# comments, blanks and every kind of value
kernel_options="-s -v console=efi"
disk_load="YES"   # the first
  disk_name = "/boot/module.bin"
disk_type="mfs_root"
disk_flags="some words for it"
second_load=yes
second_name="second.ko"
third_load="NO"
third_name="/not/there"
boot_mute="NO"
kern.hz=100
motd="it's a \"quoted\" # word"
END
for loader in "$LOADER" "$BUILD/clang/loader.efi"; do
	folder=$(basename "$(dirname "$loader")")
	disk "$TMP/$folder.img" 34 "/EFI/BOOT/BOOTX64.EFI=$loader" \
		"/boot/kernel/kernel=$KERNEL" "/boot/loader.conf=$TMP/loader.conf" \
		"/boot/module.bin=$module" "/boot/kernel/second.ko=LICENSE"
done
gcc=$TMP/$(basename "$BUILD").img
clang=$TMP/clang.img

given() {
	cat <<-END
		loader: efi
		howto: 0x802 single verbose
		kenv: loader=efi
		kenv: acpi.rsdp=ADDR
		kenv: boot_mute=NO
		kenv: kern.hz=100
		kenv: motd=it's a "quoted" # word
		kenv: console=efi
		$1
		module: 0 /boot/module.bin mfs_root ADDR 300001 crc32=$(crc "$module") some words for it
		module: 1 /boot/kernel/second.ko md_image ADDR $(wc -c <LICENSE) crc32=$(crc LICENSE)
		kernel: 0x00200000-KERNEND
		boot: ok
	END
}

boot() { # NAME MEGABYTES FIRMWARE DISK QEMU-ARGUMENTS...
	boot_name=$1 boot_size=$2 boot_firmware=$3 boot_disk=$4
	shift 4
	$boot_firmware "$boot_name" "$boot_disk" -m "$boot_size" -snapshot "$@"
	boot_status=$?
	boot_more=
	[ "$boot_firmware" = ovmf ] ||
		boot_more=$(printf '%s\n' 'kenv: root=/dev/sdb3' \
			'kenv: init=/sbin/init' 'kenv: rootwait=1' 'kenv: ro=1')
	given "$boot_more" | grep . >"$TMP/given"
	reports "$boot_name" $boot_status <"$TMP/given"
	has_memory "$boot_name" "$boot_size"
}

boot pc-128 128 ovmf "$gcc" -M pc
boot q35-128-none 128 ovmf "$gcc" -M q35 -vga none
boot pc-4096-none 4096 ovmf "$gcc" -M pc -vga none
boot q35-4096 4096 ovmf "$gcc" -M q35
boot q35-1024-clang 1024 ovmf "$clang" -M q35 -cpu max,la57=off
boot uboot-pc-256 256 uboot "$gcc" -M pc
boot uboot-pc-128-none 128 uboot "$gcc" -M pc -vga none
boot uboot-q35-1024 1024 uboot "$gcc" -M q35
boot uboot-clang 256 uboot "$clang" -M pc

# The kernel finds the ACPI tables of the firmware.
for table in FACP APIC HPET MCFG WAET; do
	grep -q "^acpi: $table .* ok" "$TMP/q35-4096.e9" || echo "no $table"
done >"$TMP/tables"
check "q35: all ACPI tables are found" test ! -s "$TMP/tables"
loader_says q35-4096 "/boot/kernel/second.ko: $(wc -c <LICENSE) bytes, at 0x"
done_testing

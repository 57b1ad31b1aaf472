#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Wrapped kernels still boot by the loaders that they were made for: GRUB, on a
# BIOS, and loader.elf.
# shellcheck disable=SC2034 # grub_iso uses them
FIRMWARE=bios
. tests/boot/grub/judge.sh
. tests/boot/wrap/wrap.sh
. tests/boot/multiboot/kernels.sh
needs_grub

EXPECT=tests/boot/expect
files=$TMP/kernel.elf
check "freebsd: it is wrapped" wrap "$BUILD/native.elf" -o "$TMP/kernel.elf"
grub_boots bare media=cdrom -M q35 -m 128 <<'END'
kfreebsd /boot/kernel.elf
boot
END

boot_module "$TMP/module0"
sh boot/pvh/pack.sh "$TMP/files.tar" "$TMP/kernel.elf" "$TMP/module0"
KERNEL=$BUILD/loader.elf
boots loader good microvm -M microvm -m 128 -initrd "$TMP/files.tar" \
	-append "$BOOT_APPEND"

# GRUB's menu is that of tests/boot/grub/multiboot.t.
EXPECT=tests/boot/multiboot/expect
MB_FILTER=$MB_GRUB
check "multiboot: it is wrapped" wrap "$MB/mb2.elf" -o "$TMP/mb2.elf"
files="$TMP/mb2.elf $mb_module"
grub_iso <<'END'
multiboot2 /boot/mb2.elf -v root=x
module2 /boot/module.bin two "words of it"
module2 /boot/module.bin
boot
END
# shellcheck disable=SC2046 # a list of arguments
qemu grub-2 $(firmware bios "$TMP/vars") -nic none -M q35 -m 128 \
	-drive "file=$TMP/iso,format=raw,media=cdrom"
status=$?
sed -i -n '/^multiboot: /,$p' "$boot.com1"
mb_judged "GRUB, multiboot2" $status grub-2
done_testing

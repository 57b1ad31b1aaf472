# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# GRUB's kfreebsd on $FIRMWARE, with the kernel file that all others boot.
. tests/boot/grub/judge.sh
needs_grub

CDROM=media=cdrom DISK=media=disk
files="$KERNEL $TMP/blob.bin $TMP/image.bin $TMP/stripped.elf $TMP/vars.env"
boot_module "$TMP/blob.bin"
yes 'a second module' | head -c 65536 >"$TMP/image.bin"
${OBJCOPY:-objcopy} --strip-all "$KERNEL" "$TMP/stripped.elf"
cat >"$TMP/vars.env" <<'END'
# kfreebsd_loadenv: comments, and one pair of quotes around a value
kern.hz=100
motd="hello, world"
boot_single=YES
vfs.root.mountfrom=ufs:/dev/md0
END

# Everything that kfreebsd can hand over.
cat >"$TMP/full" <<'END'
set kFreeBSD.loader=grub
kfreebsd /boot/kernel.elf -v -h words for=nobody
kfreebsd_loadenv /boot/vars.env
kfreebsd_module /boot/blob.bin type=teach_data first "second word" third=3
kfreebsd_module /boot/image.bin
set kFreeBSD.last=word
if [ "$grub_platform" = efi ]; then fakebios; fi
boot
END

grub_boots pc "$CDROM" -M pc -m 128 <"$TMP/full"
grub_boots q35-4096 "$CDROM" -M q35 -m 4096 <"$TMP/full"
check "the module arrives whole" grep -q \
	" blob.bin teach_data 0x[0-9a-f]* $(contents "$TMP/blob.bin") first " \
	"$TMP/pc.com1"

# Without variables the record ENVP is 0; without fakebios the kernel finds no
# RSDP on UEFI.
grub_boots bare "$CDROM" -M q35 -m 128 <<'END'
kfreebsd /boot/kernel.elf
boot
END

# The records of a kernel that kfreebsd refuses stay in front of the next one's.
# The ISO is a disk this time.
grub_boots twice "$DISK" -M q35 -m 128 <<'END'
set kFreeBSD.loader=grub
if kfreebsd /boot/stripped.elf -s; then
	set kFreeBSD.stripped=loaded
else
	set kFreeBSD.stripped=refused
fi
kfreebsd /boot/kernel.elf -v
boot
END

# What was booted is the file that PVH boots.
file_of_iso() {
	rm -f "$TMP/extracted.elf"
	xorriso -osirrox on -indev "$TMP/iso" \
		-extract /boot/kernel.elf "$TMP/extracted.elf"
	cmp "$KERNEL" "$TMP/extracted.elf"
}
check "the kernel in the ISO is $KERNEL, byte for byte" file_of_iso

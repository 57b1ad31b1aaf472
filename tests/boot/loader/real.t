#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Kernels that others wrote, as Debian packages them, through loader.elf: Xen
# with Linux as its dom0 (Multiboot 2), memtest86+ 5 (Multiboot 1, ELF32), GNU
# Mach (Multiboot 1, ELF64), tboot (Multiboot 2, ELF32), GRUB Invaders
# (Multiboot 1, ELF32).
XEN=4.17
. tests/boot/loader/loader.sh
. boot/xen/xen.sh

needs=$(xen_missing)
if [ -n "$needs" ]; then
	skip "Xen and Linux" "$(echo "$needs" | sed -n 1p): see make fetch-xen"
else
	mkdir -p "$TMP/files"
	gzip -c "$XEN_DIR/$XEN/xen" >"$TMP/files/xen.gz"
	cp "$XEN_DIR/linux/linux" "$XEN_DIR/$XEN/initramfs.gz" "$TMP/files"
	cat >"$TMP/files/loader.conf" <<-'END'
	kernel="/xen"
	kernel_options="xen console=com1 noreboot bootscrub=0 dom0_mem=320M"
	linux_load="YES"
	linux_name="/linux"
	linux_flags="console=hvc0 quiet rodata=off"
	initramfs_load="YES"
	initramfs_name="/initramfs.gz"
	initramfs_packed="YES"
	END
	pack "$TMP/files.tar" "$TMP/files/"*
	# dom0 has no job, and powers off.
	BOOT_SECONDS=${BOOT_SECONDS:-120} qemu xen -kernel "$KERNEL" -m 1792 \
		-cpu qemu64,+svm,+npt,+pdpe1gb,+rdrand -initrd "$TMP/files.tar"
	check "Xen: dom0 powers the machine off" ends power-off $?
	check "Xen: its first lines, and dom0's last one" grep -aq \
		'(XEN) Xen version 4.17' "$boot.com1"
	check "Xen: it knows its loader" grep -aq '(XEN) Bootloader: pvh' \
		"$boot.com1"
	check "Xen: its command line" grep -aq \
		'(XEN) Command line: console=com1 noreboot' "$boot.com1"
	check "Linux: its last line" grep -aq 'reboot: Power down' "$boot.com1"
fi

# A test: the kernel prints LINE on the serial port; it is ended then.
prints() { # NAME LINE QEMU-ARGUMENTS...
	prints_name=$1 prints_line=$2
	shift 2
	qemu "$prints_name" -kernel "$KERNEL" -pidfile "$TMP/pid" "$@" &
	boot=$TMP/$prints_name
	for _ in $(seq 200); do
		sleep 0.2
		grep -aqs "$prints_line" "$boot.com1" && break
	done
	kill "$(cat "$TMP/pid")"
	wait
	check "$prints_name: $prints_line" grep -aq "$prints_line" "$boot.com1"
}

# A test: soon there is an invader in VGA's text memory.
invaded() { # NAME QEMU-ARGUMENTS...
	invaded_name=$1
	shift
	vga=$TMP/$invaded_name.vga
	rm -f "$vga"
	for _ in $(seq 60); do
		sleep 0.5
		echo "pmemsave 0xb8000 4000 \"$vga\""
		sleep 0.2
		has_invader 2>/dev/null && break
	done | (cat && echo quit) | qemu "$invaded_name" -kernel "$KERNEL" \
		-monitor stdio "$@" >/dev/null
	check "$invaded_name: an invader on the screen" has_invader
}
has_invader() {
	tr -cd ' -~' <"$vga" | grep -aqF -e '-*-'
}

memtest="$BUILD/real/memtest/root/boot/memtest86+_multiboot.bin"
if [ ! -s "$memtest" ]; then
	skip "memtest86+" "no $memtest: see make loader-tests"
else
	prints memtest 'Memtest86  5.01.*Time:.*Testing:' -M pc -m 64 \
		-initrd "$memtest" -append 'console=ttyS0,115200'
fi

real=$BUILD/real/multiboot/root
if [ ! -s "$real/boot/invaders.exec" ]; then
	skip "other Multiboot kernels" "no $real: see make loader-tests"
	done_testing
	exit
fi

# Without its servers Mach stops there.
for machine in pc q35 microvm; do
	prints mach-$machine 'No bootstrap code loaded with the kernel' \
		-M $machine -m 256 -initrd "$real/boot/"gnumach-*.gz \
		-append 'gnumach console=com0'
done
# It says that this CPU cannot measure its launch, and what it was handed.
for machine in pc q35 microvm; do
	prints tboot-$machine 'TBOOT: command line: tboot logging=serial root=x' \
		-M $machine -m 256 -initrd "$real/boot/tboot.gz" \
		-append 'tboot logging=serial root=x'
done

for machine in pc q35; do
	invaded invaders-$machine -M $machine -m 64 \
		-initrd "$real/boot/invaders.exec"
done
done_testing

#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Kernels that others wrote, as Debian packages them, through loader.elf: Xen
# with Linux as its dom0 (Multiboot 2), memtest86+ 5 (Multiboot 1, ELF32).
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

memtest="$BUILD/real/memtest/root/boot/memtest86+_multiboot.bin"
if [ ! -s "$memtest" ]; then
	skip "memtest86+" "no $memtest: see make loader-tests"
else
	shown='Memtest86  5.01.*Time:.*Testing:'
	qemu memtest -kernel "$KERNEL" -M pc -m 64 -pidfile "$TMP/pid" \
		-initrd "$memtest" -append 'console=ttyS0,115200' &
	boot=$TMP/memtest
	for _ in $(seq 150); do # it goes on for ever
		sleep 0.2
		grep -aqs "$shown" "$boot.com1" && break
	done
	kill "$(cat "$TMP/pid")"
	wait
	check "memtest86+: its screen, on the serial port" grep -aq "$shown" \
		"$boot.com1"
fi
done_testing

# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# Xen under QEMU, without KVM. Source it with $XEN set to a version, $BUILD to
# the build folder and $QEMU to an emulator.

XEN_DIR=$(mkdir -p "$BUILD/xen" && cd "$BUILD/xen" && pwd)

# Prints what Xen needs and does not find.
xen_missing() {
	for xen_file in linux/linux "$XEN/xen" "$XEN/initramfs.gz"; do
		[ -s "$XEN_DIR/$xen_file" ] || echo "no $XEN_DIR/$xen_file"
	done
	command -v "$QEMU" >/dev/null || echo "no $QEMU"
}

# Boots Xen with a list of modules for QEMU's -initrd, the first being dom0.
# SVM and nested paging are emulated; without the latter there is no PVH dom0.
# Without rdrand dom0 has no random numbers, and xl waits seconds for some.
# With xen_exec=exec the shell becomes timeout(1).
xen() { # SECONDS MODULES XEN-WORDS QEMU-ARGUMENTS...
	xen_seconds=$1 xen_modules=$2 xen_words=$3
	shift 3
	${xen_exec:-} timeout --foreground -k 5 "$xen_seconds" \
		"$QEMU" -cpu qemu64,+svm,+npt,+pdpe1gb,+rdrand -display none \
		-monitor none -no-reboot -kernel "$XEN_DIR/$XEN/xen" \
		-initrd "$xen_modules" \
		-append "console=com1 noreboot bootscrub=0 $xen_words" "$@"
}

# A PVH kernel as dom0: MODULES begins with it. It needs an IOMMU; QEMU ends
# when the kernel writes to isa-debug-exit.
xen_pvh() { # SECONDS MODULES XEN-WORDS QEMU-ARGUMENTS...
	pvh_seconds=$1 pvh_modules=$2 pvh_words=$3
	shift 3
	xen "$pvh_seconds" "$pvh_modules" \
		"dom0=pvh dom0_mem=128M guest_loglvl=all $pvh_words" \
		-M q35 -m 512M -device amd-iommu \
		-device isa-debug-exit,iobase=0xf4,iosize=4 "$@"
}

# Linux as dom0, which runs FOLDER/job, with the rest of FOLDER in its root
# folder, and powers off. There is enough memory left for a domU of 1200 MiB.
xen_linux() { # SECONDS FOLDER XEN-WORDS QEMU-ARGUMENTS...
	linux_seconds=$1 linux_folder=$2 linux_words=$3
	shift 3
	{
		cat "$XEN_DIR/$XEN/initramfs.gz"
		(cd "$linux_folder" && find . | sort | cpio -o -H newc --quiet) |
			gzip -1
	} >"$linux_folder.initrd"
	xen "$linux_seconds" "$XEN_DIR/linux/linux console=hvc0 quiet \
rodata=off,$linux_folder.initrd" \
		"dom0_mem=320M,max:320M $linux_words" -m 1792M "$@"
}

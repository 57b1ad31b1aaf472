# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# The chain: Xen, OVMF as a PVH guest, loader.efi, the kernel. Source it with
# $BUILD set.
XEN_FIRMWARE=${XEN_FIRMWARE:-$BUILD/firmware/ovmf-xen.fd}

# Prints what the chain needs and does not find.
chain_missing() {
	[ -s "$XEN_FIRMWARE" ] || echo "no $XEN_FIRMWARE: see make firmware"
}

# Copies into FOLDER what dom0 needs for such a domU, except the disk.
chain_folder() { # FOLDER
	mkdir -p "$1"
	cp boot/efi/xen.cfg "$1"
	cp "$XEN_FIRMWARE" "$1/ovmf-xen.fd"
}

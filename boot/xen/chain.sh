# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# The chain: Xen, OVMF as a PVH guest, loader.efi, the kernel. Source it with
# $BUILD set.
XEN_FIRMWARE=${XEN_FIRMWARE:-$BUILD/firmware/ovmf-xen.fd}

# What of the chain is not there.
chain_missing() {
	[ -s "$XEN_FIRMWARE" ] || echo "no $XEN_FIRMWARE: see make firmware"
}

# What dom0 needs for such a domU, but for its disk.
chain_folder() { # FOLDER
	mkdir -p "$1"
	cp boot/efi/xen.cfg "$1"
	cp "$XEN_FIRMWARE" "$1/ovmf-xen.fd"
}

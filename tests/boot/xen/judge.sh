# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# What the tests of Xen have in common. Source it with $XEN set.
. tests/lib/tap.sh
. tests/lib/qemu.sh
. boot/xen/xen.sh

# Ends the test if it cannot run.
needs_xen() {
	needs=$(xen_missing)
	[ -n "$needs" ] || return 0
	skip_all "Xen $XEN" "$(echo "$needs" | sed -n 1p): see make fetch-xen"
}

# A normalised report that does not depend on Xen's version, either.
xen_normalised() { # FILE
	normalised "$1" | sed -E -e 's/^(hypervisor: Xen) .*/\1 VERSION/' \
		-e 's/^(map: 0x[0-9a-f]+)-0x[0-9a-f]+ acpi$/\1-END acpi/'
}

xen_transcript() { # TRANSCRIPT FILE
	xen_normalised "$2" >"$2.txt"
	transcript "$1" "$2.txt"
}

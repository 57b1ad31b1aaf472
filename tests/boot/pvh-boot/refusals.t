#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Kernels that Xen, xl, loader.efi and GRUB refuse, each in its own words, and
# one that halts as dom0.
. tests/boot/pvh-boot/lib.sh

XEN=4.17
export XEN
missing=$(all_missing)
[ -z "$missing" ] || skip_all "what Xen, loader.efi and GRUB refuse" "$missing"

pvh_boot xen --on xen-dom0,xl "$BUILD/native.elf"
check "no note: Xen, and xl" judged_as 1 \
	"xen-dom0 refused Xen: ERROR: Not a Xen-ELF image: No ELF notes or '__xen_guest' section found" \
	'xl refused xl: xc_dom_parse_hvm_kernel: ELF image is not 32bit: Invalid kernel'

pvh_boot crash --on xl -a crash=1 "$KERNEL"
check "a domain that crashes has failed" judged_as 1 \
	'xl failed the domain crashed; last line: boot: failed: .*'

pvh_boot halt --on xen-dom0 "$BUILD/no-xen-map/kernel.elf"
check "a dom0 that halts has quit" judged_as 1 \
	'xen-dom0 quit Xen: Hardware Dom0 halted; last line: pvh: start_info: version 0 has no memory map'

# A pvh-check that says nothing, so that the loader is asked.
export PVH_CHECK=true
pvh_boot efi --on efi "$BUILD/example/higher/kernel.elf"
check "another higher half: loader.efi" judged_as 1 \
	'efi refused loader: /boot/kernel/kernel: program header 0: p_vaddr is 0xffff800000200000: .*'

${OBJCOPY:-objcopy} --strip-all "$KERNEL" "$TMP/stripped.elf"
pvh_boot grub --on grub "$TMP/stripped.elf"
check "no symbols: GRUB" judged_as 1 'grub refused GRUB: error: no symbol table\.'
check "nothing is left" nothing_left
done_testing

#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Prints how often KVM had to step in between the PVH entry and the native one:
# six lines, "NAME NUMBER", of which NAME is cpuid, msr, cr (control registers),
# port, page (of the guest's memory, touched for the first time) or other. Exits
# at addresses of the kit count, as KVM's trace event kvm_exit has them, but not
# those for the host's own interrupts. The boot is that of bench.sh, in the VMM
# with Firecracker's layout. Fails, with a line that says why, if this cannot be
# had: without the VMM, or as an ordinary user on a machine with a KVM.
set -u
export LC_ALL=C
BUILD=${BUILD:-build}
QEMU=${QEMU:-qemu-system-x86_64}
KERNEL=${KERNEL:-$BUILD/kernel.elf}
. tests/boot/kvm/lib.sh

fails() { # REASON
	echo "exits: $1" >&2
	exit 1
}

address() { # SYMBOL
	echo "0x$(nm "$KERNEL" | awk -v n="$1" '$3 == n { print $1 }')"
}

[ -s "$KVM_DIR/vmm" ] || fails "no $KVM_DIR/vmm: see make check-kvm"
missing=$(kvm_missing | sed -n 1p)
[ -z "$missing" ] || fails "$missing: see make check-kvm"
job=$KVM_DIR/exits
rm -rf "$job"
mkdir -p "$job"
cp "$KERNEL" "$job/kernel.elf"
head -c 10000 /dev/zero >"$job/module"

# The entry runs at physical addresses, the rest at KERNBASE.
begin=$(address pvh_begin) end=$(address pvh_end)
low() { # ADDRESS
	echo "$((0x${1#0xffffffff} & 0x7fffffff))"
}
filter="(guest_rip >= $begin && guest_rip < $end) || \
(guest_rip >= $(low "$begin") && guest_rip < $(low "$end"))"
cat >"$job/job" <<END
. ./job.sh
traced exits "$filter" vmm exits kernel=kernel.elf initrd=module \
'cmdline=-v console=comconsole vfs.root.mountfrom=ufs:/dev/md0 kern=1'
END
kvm_run 600 "$job" "$job.out" >"$job.says" ||
	fails "the job has not come to its end"
[ "$(cat "$job.out/exits.rc")" = 33 ] ||
	fails "the boot failed: $(tail -n 2 "$job.out/exits.err" | head -n 1)"
[ -s "$job.out/exits.exits" ] ||
	fails "no trace of KVM's exits: that needs root"
sed -n 's/.* reason \([^ ]*\) rip .*/\1/p' "$job.out/exits.exits" | awk '
	{ $0 = tolower($0) }
	/interrupt|intr|nmi/ { next } # the host was interrupted
	/cpuid/ { n["cpuid"]++; next }
	/msr/ { n["msr"]++; next }
	/cr[0-9]|cr_access/ { n["cr"]++; next }
	/^io/ { n["port"]++; next }
	/npf|ept_/ { n["page"]++; next }
	{ n["other"]++ }
	END {
		split("cpuid msr cr port page other", name, " ")
		for (i = 1; i in name; i++)
			print name[i], n[name[i]] + 0
	}'

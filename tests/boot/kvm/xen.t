#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Xen's hypercalls on KVM. The VMM is dom0's hypervisor, with a start_info of
# version 0, on a CPU that says it is Intel's, so the door takes vmcall. And
# QEMU is a domU's, of either vendor. The other vendor's instruction is an
# invalid opcode to a CPU; KVM notices, writes the right one in its place, and
# the guest goes on. It cannot write to the kernel's code, which is read-only;
# so a copy of the kernel leaves write protection off.
. tests/boot/kvm/judge.sh

# The machine's own KVM may have been built without Xen's hypercalls.
[ "$(kvm_where)" = nested ] || ! "$KVM_DIR/vmm" layout=xen-dom0 2>&1 |
	grep -q 'has no Xen hypercalls' || KVM_WHERE=nested
needs_kvm
make_job
module=$TMP/job/module
boot_module "$module"
cp "$BUILD/example/minus-2g/kernel.elf" "$TMP/job/example.elf"

# The physical addresses of a section's vmcalls.
vmcalls() { # SECTION
	objdump -d -j "$1" "$KERNEL" --no-show-raw-insn |
		sed -n 's/^ *f*\([0-9a-f]*\):[ \t]*vmcall.*/0x\1/p' |
		while read -r vmcalls_at; do
			echo $((vmcalls_at & 0x7fffffff))
		done
}

# The offset of the door's vmcall from pvh_begin.
vmcall() {
	echo $(($(vmcalls .pvh) - $(physical pvh_begin 0)))
}

# A copy of the kernel with BYTES at the door's vmcall.
instead() { # NAME BYTES
	patch "$1" pvh_begin "$(vmcall)" "$2" || exit 1
	cp "$patched" "$TMP/job/$1.elf"
}

# Whether the boot was refused, and this is all that COM1 has.
refused() { # NAME VERDICT LINE
	kvm_ended "$1" "$2" && echo "$3" | diff -u - "$TRACES/$1.txt"
}

# The door has taken its own buffer for an answer.
says_no_ram() { # NAME
	kvm_ended "$1" failed &&
		grep -E '^pvh: memmap: no RAM in [0-9]+ entries at 0x0$' \
			"$TRACES/$1.txt"
}

# The example's report: the map that the VMM gave, by a hypercall.
reported() {
	kvm_ended example good || return 1
	while read -r line; do
		grep -x "$line" "$TRACES/example.txt" || return 1
	done <<-'END'
	command line: raw "words"
	0000000000000000 to 00000000000a0000 RAM
	0000000000[0-9a-f]* to 00000000c0000000 RAM
	00000000e8000000 to 00000000f8000000 reserved
	0000000100000000 to 0000000140000000 RAM
	0*[0-9a-f]*000 to 0*[0-9a-f]* module
	END
}

patch no-wp btext.cr0 3 '\0' || exit 1
cp "$patched" "$TMP/job/no-wp.elf"
kernel_reports() {
	kvm_ended kernel good && says "$TRACES/kernel.txt" \
		'^hypervisor: Xen 4\.17$' '^xen: dom0$' \
		'^kenv: motd=hello, world$' \
		'^map: 0x0000000000000000-0x000000000009ffff ram$' \
		"^module: 0 module0 md_image 0x[0-9a-f]+ $(contents "$module")\$"
}

# A copy with ud2 in place of each vmcall of the kernel itself.
kernel_ud2() {
	for at in $(vmcalls .text); do
		patch kernel-ud2 btext $((at - $(physical btext 0))) \
			'\017\013\220' || exit 1
		cp "$patched" "$TMP/kernel-ud2"
		KERNEL=$TMP/kernel-ud2
	done
	cp "$KERNEL" "$TMP/job/kernel-ud2.elf"
	KERNEL=$1
}

if has_vmm; then
	vmm=yes
	kernel_ud2 "$KERNEL"
	instead ud2 '\017\013\220'
	instead nop '\220\220\220'
	patch trap pvh_parse 0 '\017\013' || exit 1
	cp "$patched" "$TMP/job/trap.elf"
	job vmm example kernel=example.elf layout=xen-dom0 mib=4096 \
		initrd=module 'cmdline=raw "words"'
	job vmm ud2 kernel=ud2.elf layout=xen-dom0
	job vmm nop kernel=nop.elf layout=xen-dom0
	job vmm crash kernel=trap.elf layout=xen-dom0 exit=no
	job vmm kernel kernel=no-wp.elf layout=xen-dom0 initrd=module \
		"cmdline=$BOOT_APPEND"
	job vmm kernel-ud2 kernel=kernel-ud2.elf layout=xen-dom0
	job vmm power-off kernel=no-wp.elf layout=xen-dom0 exit=no
	job vmm panic kernel=no-wp.elf layout=xen-dom0 exit=no cmdline=crash=1
else
	vmm=
fi
domu() { # NAME CPU
	job inner_qemu "$1" -M q35 -m 128 -cpu "$2" -kernel no-wp.elf \
		-accel kvm,xen-version=0x40011,kernel-irqchip=split \
		-initrd module -append "$BOOT_APPEND"
}
domu domu-amd host,vendor=AuthenticAMD
domu domu-intel host,vendor=GenuineIntel
check "the job comes to its end" kvm_run 600 "$TMP/job" "$TRACES"
note <"$TMP/check.log"
if [ -n "$vmm" ]; then
	check "dom0, Intel: the map comes by vmcall" reported
	check "dom0, Intel: that is one hypercall" grep '"hypercall": 1' \
		"$TRACES/example.err"
	at=0x$(high $(($(physical pvh_begin 0) + $(vmcall))))
	check "dom0, Intel: ud2 instead of vmcall is noticed" refused ud2 failed \
		"pvh: trap 0x6 at $at, cr2 0x0"
	check "dom0, Intel: without vmcall there is no map" says_no_ram nop
	check "dom0, Intel: a boot that the kit refuses is a crash, by vmcall" \
		refused crash "Xen's crash" \
		"pvh: trap 0x6 at 0x$(high "$(physical pvh_parse 0)"), cr2 0x0"
	check "dom0, Intel: the kernel" kernel_reports
	check "dom0, Intel: ud2 instead of the kernel's vmcalls is noticed" \
		kvm_ended kernel-ud2 failed
	check "dom0, Intel: the kernel's end" kvm_ended power-off \
		"Xen's power-off"
	check "dom0, Intel: a failed kernel's end" kvm_ended panic "Xen's crash"
fi
for name in domu-amd domu-intel; do
	check "$name, of QEMU's Xen" kvm_good $name '^hypervisor: Xen 4\.17$' \
		'^xen: domU$' '^kenv: motd=hello, world$' \
		"^module: 0 module0 md_image 0x[0-9a-f]+ $(contents "$module")\$"
done
done_testing

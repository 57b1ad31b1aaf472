# SPDX-License-Identifier: BSD-2-Clause
"""What each VMM leaves at the PVH entry, as its source says: one table.

Every machine has one CPU, 128 MiB where no other size is given, and one module,
DATA as the initrd. The door moves it right after the kernel's image. The table
also has the memory map that the kernel must then report, by arch/pvh/RULES.
"""
import dataclasses
import struct

import injection
import kernel
from handover import END, Handover, Module, summed

RAM, RESERVED, ACPI, NVS, UNUSABLE = range(1, 6)
MIB = 1 << 20
SIZE = 128 * MIB
DATA = bytes(i * i >> 8 & 0xff for i in range(10007))
MICROVM = "-M microvm,acpi=off -m 128 -cpu qemu64,+svm"
# A machine whose RAM reaches the addresses at which Xen puts the ACPI tables.
HIGH = "-M pc,max-ram-below-4g=4G -m 4072 -cpu qemu64,+svm"


def down(address):
    return address & ~0xfff


def up(address, unit=4096):
    return -(-address // unit) * unit


TOP = down(SIZE - len(DATA))  # where most put a module
HOME = kernel.HOME            # where the door moves it to
KERNEND = up(HOME + len(DATA))


def around(first, end):
    """RAM from first to end, which has the image and the moved module."""
    return [(first, HOME, RAM), (HOME, KERNEND, RESERVED), (KERNEND, end, RAM)]


@dataclasses.dataclass
class Vmm:
    """at is the address of start_info, *_at those of what it points to."""
    name: str
    source: str
    at: int
    cmdline_at: int
    cmdline: str
    modlist_at: int
    module_at: int
    memmap_at: int
    memmap: list   # (address, size, type), in the VMM's order
    shown: list    # (first, end, type): the map that the kernel reports
    rsdp: int      # the field of start_info
    rsdp_at: int   # where the RSDP is, or 0
    revision: int = 2
    version: int = 1
    flags: int = 0
    module_cmdline: tuple = 0, None  # address; bytes, if any are written
    reserved: int = 0                # of the module's entry
    module: str = "module0 md_image"
    warnings: tuple = ()   # of (code, index, value)
    refusal: tuple = None  # (code, index, value)
    machine: str = MICROVM
    regs: dict = dataclasses.field(default_factory=dict)
    selectors: tuple = (0, 0, 0, 0)  # cs; ds, es, fs, gs, ss; ldtr; tr
    limit: int = END - 1             # of the six segments
    gdtr: tuple = (0, 0)             # base, limit
    idtr: tuple = (0, 0)
    gdt: tuple = ()                  # descriptors, if gdtr points to RAM

    def handover(self):
        cmdline_at, cmdline = self.module_cmdline
        h = Handover(
            at=self.at, cmdline=self.cmdline.encode(), table=self.memmap,
            modules=[Module(
                paddr=self.module_at, data=DATA, cmdline=cmdline,
                cmdline_at=cmdline_at, reserved=self.reserved)],
            rsdp=b"", rsdp_paddr=self.rsdp, version=self.version,
            flags=self.flags)
        h.cmdline_at, h.modlist_at = self.cmdline_at, self.modlist_at
        if self.version == 0:
            h.table = []
            h.info |= {"memmap_paddr": 0}
        else:
            h.table_at = self.memmap_at
        if self.gdt:
            h.before.append((self.gdtr[0],
                             struct.pack(f"<{len(self.gdt)}Q", *self.gdt)))
        if cmdline is None:  # its address may be something, nevertheless
            h.after.append((self.modlist_at + 16,
                            struct.pack("<Q", cmdline_at)))
        if self.rsdp_at:
            h.before.append((self.rsdp_at, acpi(self.rsdp_at, self.revision)))
        return h

    def job(self):
        job = injection.Job(kernel.ENTRY)
        job.guest = True
        for address, data in self.handover().near():
            job.write(address, data)
        job.regs |= {"ebx": self.at} | self.regs
        cs, data, ldtr, tr = self.selectors
        job.selectors = dict.fromkeys(injection.HIDDEN, data) | {
            "cs": cs, "ldtr": ldtr, "tr": tr}
        for name in "cs ds es fs gs ss".split():
            job.hidden[name] = injection.HIDDEN[name][0], self.limit
        job.gdtr, job.idtr = self.gdtr, self.idtr
        return job


def acpi(at, revision):
    """An RSDP, followed by an empty RSDT or XSDT."""
    name = b"XSDT" if revision else b"RSDT"
    root = summed(name + struct.pack("<I", 36) + b"\1\0" + bytes(26), 9)
    rsdp = summed(b"RSD PTR \0VMMs  " + bytes([revision]) +
                  struct.pack("<I", 0 if revision else at + 36), 8)
    if revision:
        rsdp += struct.pack("<IQI", 36, at + 36, 0)
        rsdp = summed(rsdp, 32)
    return rsdp.ljust(36, b"\0") + root


CODE, DATA_SEGMENT = 0x00cf9b000000ffff, 0x00cf93000000ffff
# Firecracker has this in common with the VMMs that took their code from it.
RUST_VMM = {
    "at": 0x6000, "cmdline_at": 0x20000, "modlist_at": 0x6040,
    "memmap_at": 0x7000, "selectors": (8, 0x10, 0, 0x18),
    "gdtr": (0x500, 0x1f), "idtr": (0x520, 7),
    "gdt": (0, CODE, DATA_SEGMENT, 0x00008b0000000067, 0)}

FIRECRACKER = Vmm(
    "firecracker", "Firecracker 81b38b9, src/vmm/src/arch/x86_64: "
    "mod.rs, layout.rs, regs.rs; src/vmm/src/vmm_config/boot_source.rs",
    **RUST_VMM,
    cmdline="reboot=k panic=1 nomodule 8250.nr_uarts=0 i8042.noaux "
            "i8042.nomux i8042.dumbkbd swiotlb=noforce pci=off "
            "root=/dev/vda rw boot_verbose=YES",
    module_at=TOP,
    memmap=[(0, 0x9fc00, RAM), (0x9fc00, 0x40400, RESERVED),
            (0xeec00000, 0x10000000, RESERVED), (MIB, SIZE - MIB, RAM)],
    shown=[(0, 0x9fc00, RAM), (0x9fc00, 0xe0000, RESERVED),
           *around(MIB, SIZE), (0xeec00000, 0xfec00000, RESERVED)],
    rsdp=0, rsdp_at=0xe0000)  # start_info does not point to it

CLOUD_HYPERVISOR = Vmm(
    "cloud-hypervisor", "Cloud Hypervisor ae44c29, arch/src/x86_64: "
    "mod.rs, layout.rs, regs.rs",
    **RUST_VMM,
    cmdline="console=hvc0 root=/dev/vda1 rw boot_verbose=YES",
    module_at=TOP,
    memmap=[(0, 0xa0000, RAM), (MIB, SIZE - MIB, RAM),
            (0xe8000000, 0x10000000, RESERVED)],
    shown=[(0, 0xa0000, RAM), *around(MIB, SIZE),
           (0xe8000000, 0xf8000000, RESERVED)],
    rsdp=0xa0000, rsdp_at=0xa0000,  # in no entry of the map
    regs={"cr0": injection.CR0["PE"]})

# The map has one byte of RAM too many. The initrd ends where RAM ends, so it
# does not start at a page.
LIBKRUN = Vmm(
    "libkrun", "libkrun 165b606, src/arch/src/x86_64: mod.rs, layout.rs; "
    "src/vmm/src/vmm_config/kernel_cmdline.rs",
    **RUST_VMM,
    cmdline="reboot=k panic=-1 panic_print=0 nomodule console=hvc0 "
            "rootfstype=virtiofs rw quiet no-kvmapf boot_verbose=YES "
            "virtio_mmio.device=4K@0xd0000000:5 "
            "virtio_mmio.device=4K@0xd0001000:6 -- -s",
    module_at=SIZE - len(DATA),
    memmap=[(0, 0x9fc00, RAM), (0x9fc00, 0x40400, RESERVED),
            (MIB, SIZE - MIB + 1, RAM)],
    shown=[(0, 0x9fc00, RAM), (0x9fc00, 0xe0000, RESERVED),
           *around(MIB, SIZE + 1)],
    rsdp=0, rsdp_at=0)
# QEMU puts less of the 6 GiB below 4 GiB, so that all of libkrun's upper part
# is RAM here, too.
LIBKRUN_HOLE, LIBKRUN_END = 0xd0000000, 0x1b0000000
LIBKRUN_6G = dataclasses.replace(
    LIBKRUN, name="libkrun, 6 GiB", module_at=LIBKRUN_END - len(DATA),
    memmap=[*LIBKRUN.memmap[:2], (MIB, LIBKRUN_HOLE - MIB, RAM),
            (END, LIBKRUN_END - END + 1, RAM)],
    shown=[*LIBKRUN.shown[:2], *around(MIB, LIBKRUN_HOLE),
           (END, LIBKRUN_END + 1, RAM)],
    machine=MICROVM.replace("128", "6G"))

# Everything is in one page, and the segments end at 256 MiB. Its entries for
# devices are left out here.
ALIOTH = Vmm(
    "alioth", "alioth c78f8bd, alioth/src: loader/xen/xen.rs, "
    "arch/x86_64/layout.rs, board/board_x86_64.rs",
    at=0x1000, cmdline_at=0x2000, modlist_at=0x1038, memmap_at=0x1058,
    cmdline="console=ttyS0 boot_verbose=YES", module_at=TOP,
    memmap=[(0, 0x500, RESERVED), (0x500, 0x7fb00, RAM),
            (0x80000, 0x20000, ACPI), (0xa0000, SIZE - 0xa0000, RAM)],
    shown=[(0, 0x500, RESERVED), (0x500, 0x80000, RAM),
           (0x80000, 0xa0000, ACPI), *around(0xa0000, SIZE)],
    rsdp=0x80000, rsdp_at=0x80000,
    regs={"cr0": injection.CR0["PE"]}, selectors=(0x10, 0x18, 0x28, 0x20),
    limit=0xfffffff, gdtr=(0x500, 0x2f),
    gdt=(0, 0, 0x00cf9b000000ffff, 0x00cf93000000ffff, 0x00008b0000000067,
         0x0000820000000000))

# start_info and the rest are data of the option ROM, which are linked at 0.
SEABIOS_MODULE = down(0x7fd7fff - len(DATA))
SEABIOS = {
    "source": "QEMU 7.2, pc-bios/optionrom: pvh_main.c, pvh.S; "
              "hw/i386/x86.c; addresses as observed",
    "at": 0x21e0, "cmdline_at": 0x11c0, "modlist_at": 0x21c0,
    "memmap_at": 0x5a8, "module_at": SEABIOS_MODULE,
    "cmdline": "kern.hz=100 boot_verbose=YES",
    "rsdp": 0xf59e0, "rsdp_at": 0xf59e0, "revision": 0,
    "regs": {"esp": 0x6edc, "eflags": 6},
    "selectors": (8, 0x10, 0, 0), "gdtr": (0xc0118, 0x27),
    "idtr": (0, 0x3ff)}
HYPERTRANSPORT = 0xfd00000000


def seabios(name, end, devices):
    """end is the end of RAM; devices are (first, end), above it."""
    low = [(0, 0x9fc00, RAM), (0x9fc00, 0xa0000, RESERVED),
           (0xf0000, MIB, RESERVED)]
    high = [(end, SIZE, RESERVED)]
    high += [(first, last, RESERVED) for first, last in devices]
    high.append((HYPERTRANSPORT, 1 << 40, RESERVED))
    return Vmm(
        name, **SEABIOS,
        memmap=[(first, last - first, kind) for first, last, kind in
                [*low, (MIB, end, RAM), *high]],
        shown=[*low, *around(MIB, end), *high])


QEMU_PC = seabios("qemu-pc", 0x7fe0000, [(0xfffc0000, END)])
QEMU_Q35 = seabios("qemu-q35", 0x7fdf000, [
    (0xb0000000, 0xc0000000), (0xfed1c000, 0xfed20000), (0xfffc0000, END)])

# eax has Multiboot's magic. The module's entry is on qboot's stack, and qboot
# does not set its command line and its reserved field. QBOOT has values that
# were observed; the variants after it have others, seen or possible.
QBOOT = Vmm(
    "qemu-microvm", "qboot 8ca302e, main.c and linuxboot.c; addresses, "
    "reserved and the entry without type or size as observed",
    at=0xf31e0, cmdline_at=0xefc70, modlist_at=0x7b7c, memmap_at=0xefbe0,
    cmdline="kern.hz=100 boot_verbose=YES", module_at=TOP,
    memmap=[(0, 0x9fc00, RAM), (0x9fc00, 0x400, RESERVED),
            (0xf0000, 0x10000, RESERVED), (0, 0, 0),
            (0xd0000, 0x20000, NVS), (MIB, SIZE - MIB, RAM)],
    shown=[(0, 0x9fc00, RAM), (0x9fc00, 0xa0000, RESERVED),
           (0xd0000, 0xf0000, NVS), (0xf0000, MIB, RESERVED),
           *around(MIB, SIZE)],
    rsdp=0xf3230, rsdp_at=0xf3230, reserved=0x965000000,
    regs={"eax": 0x2badb002, "esp": 0x7b60, "eflags": 6},
    selectors=(8, 0x10, 0, 0), gdtr=(0xffffffc1, 0x27), idtr=(0, 0xffff))
QBOOT_STACK = dataclasses.replace(
    QBOOT, name="qemu-microvm, stack", module_cmdline=(0x7bb0, b"\x90\x7b"),
    warnings=(("MODULE_CMDLINE_TEXT", 0, 0x7bb0),))
QBOOT_WILD = [dataclasses.replace(
    QBOOT, name=f"qemu-microvm, {name}", module_cmdline=(at, None),
    warnings=(("MODULE_CMDLINE_RANGE", 0, at),))
    for name, at in (("wild", 0x965000000), ("10.0", 0x202000f18f5))]

# The modules follow the kernel, then comes one block: start_info, command line,
# room for two modules and their command lines, map. RAM has no hole. Each of
# the three parts of ACPI has an entry, the RSDP first.
DOMU = KERNEND
DOMU_CMDLINE = "root=/dev/xvda ro console=hvc0 boot_verbose=YES"
DOMU_MODLIST = DOMU + up(56 + len(DOMU_CMDLINE) + 1, 8)
XEN_DOMU = Vmm(
    "xen-domu", "Xen 4.17, tools/libs/guest/xg_dom_x86.c: "
    "alloc_magic_pages_hvm, bootlate_hvm, vcpu_hvm; libxl_x86.c, "
    "libxl_x86_acpi.c",
    at=DOMU, cmdline_at=DOMU + 56, cmdline=DOMU_CMDLINE,
    modlist_at=DOMU_MODLIST, module_at=HOME,
    memmap_at=DOMU_MODLIST + 2 * (32 + 1024),
    memmap=[(0, SIZE, RAM), (0xfeff8000, 0x8000, RESERVED),
            (0xfc002000, 0x40, ACPI), (0xfc000000, 0x1000, ACPI),
            (0xfc001000, 0x1000, ACPI)],
    shown=[*around(0, SIZE), (0xfc000000, 0xfc002040, ACPI),
           (0xfeff8000, 0xff000000, RESERVED)],
    rsdp=0xfc002000, rsdp_at=0xfc002000, machine=HIGH)

# One block: the module, its command line, and at the next page the kernel's
# command line, the modlist and start_info, aligned only to 8 bytes. Version 0
# has no map, for the kernel asks Xen. So each is replayed as version 1, too,
# with a map after the block.
DOM0_MODULE_CMDLINE = b"disk type=md_image ro"
DOM0_CMDLINE = "console=hvc0 dom0-words boot_verbose=YES"
DOM0_END = 0x8060f26  # of RAM, by dom0_mem; the RSDP follows
DOM0_MAP = [
    (0, 0x9f000, RAM), (0x9fc00, 0x400, RESERVED), (0xf0000, 0x10000, RESERVED),
    (MIB, DOM0_END - MIB, RAM), (DOM0_END, 0xda, ACPI),
    (0x8061000, 0x17f7e000, UNUSABLE), (0x1ffdf000, 0x21000, RESERVED),
    (0xb0000000, 0x10000000, RESERVED)]


def dom0(name, source, block):
    """The same handover twice: version 1 with a map, and version 0."""
    module_cmdline_at = block + up(len(DATA), 8)
    cmdline_at = up(module_cmdline_at + len(DOM0_MODULE_CMDLINE) + 1)
    modlist_at = cmdline_at + up(len(DOM0_CMDLINE) + 1, 8)
    rest = [(first, first + size, kind) for first, size, kind in DOM0_MAP]
    vmm = Vmm(
        f"{name}, map", f"{source}, xen/arch/x86/hvm/dom0_build.c: "
        "pvh_load_kernel, pvh_setup_cpus, pvh_setup_acpi",
        at=modlist_at + 32, cmdline_at=cmdline_at, cmdline=DOM0_CMDLINE,
        modlist_at=modlist_at, module_at=block,
        module_cmdline=(module_cmdline_at, DOM0_MODULE_CMDLINE),
        module="disk md_image", flags=3,
        memmap_at=modlist_at + 32 + 56, memmap=DOM0_MAP,
        shown=[*rest[:3], *around(MIB, DOM0_END), *rest[4:]],
        rsdp=DOM0_END, rsdp_at=DOM0_END,
        machine=MICROVM.replace("128", "512"))
    return vmm, dataclasses.replace(
        vmm, name=name, version=0, refusal=("NO_MEMMAP", 0, 0))


VMMS = [
    FIRECRACKER, CLOUD_HYPERVISOR, LIBKRUN, LIBKRUN_6G, ALIOTH, QEMU_PC,
    QEMU_Q35, QBOOT, QBOOT_STACK, *QBOOT_WILD, XEN_DOMU,
    *dom0("xen-dom0", "Xen 4.17", HOME),
    *dom0("xen-dom0-4.19", "Xen 4.19, b6c7951f23", MIB)]

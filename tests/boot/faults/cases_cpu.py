# SPDX-License-Identifier: BSD-2-Clause
"""cpu, xen, arena and qemu: the machine that the kernel starts on."""
import struct

import kernel
from case import Case, Good, Line, MICROVM, PC, Plain, Q35, Refuse, Warn
from cases_start_info import GOOD
from handover import Handover
from injection import CODE, CR0, CR4, DATA, EFLAGS, TSS

BASED = 0x0000930000000000  # a data segment; base and limit are 0 here


def bits(register, table, without=()):
    """Each bit of table set in the register, then all of them at once."""
    table = {n: v for n, v in table.items() if n not in without}
    for name, bit in [*table.items(), ("all", sum(table.values()))]:
        def tweak(job, bit=bit):
            job.regs[register] |= bit
        yield f"register-{register}-{name}", tweak


def registers():
    """Values of the registers."""
    for name in "eax ecx edx esi edi ebp esp".split():
        for value in (0, 0xffffffff) if name != "esp" else (
                0, 1, 0xffffffff, kernel.ENTRY, kernel.START, 0x10000):
            def tweak(job, name=name, value=value):
                job.regs[name] = value
            yield f"register-{name}-{value:x}", tweak

    def everything(job):
        for name in "eax ecx edx esi edi ebp esp".split():
            job.regs[name] = 0x2badb002
    yield "register-all-multiboot", everything
    yield from bits("eflags", EFLAGS, ("IF", "TF"))
    yield from bits("cr0", CR0)
    yield from bits("cr4", CR4)


def tables():
    """Descriptor tables and selectors."""
    for base, limit in (0, 0), (0, 0xffff), (0xfffffff0, 0xffff), (7, 7):
        def gdtr(job, base=base, limit=limit):
            job.gdtr = base, limit
        yield f"descriptor-gdtr-{base:x}-{limit:x}", gdtr

        def idtr(job, base=base, limit=limit):
            job.idtr = base, limit
        yield f"descriptor-idtr-{base:x}-{limit:x}", idtr

    def xen(job):  # like Xen, except for cs and ss, which cannot be 0
        job.gdtr = 0, 0
        job.selectors.update(ds=0, es=0, fs=0, gs=0)
    yield "descriptor-selectors-0", xen

    def others(job):
        job.gdt = [0] * 8 + [CODE, DATA, TSS]
        job.gdt_at = 0x500
        job.selectors = {"cs": 0x40, "ds": 0x48, "es": 0x48, "fs": 0x48,
                         "gs": 0x48, "ss": 0x48, "ldtr": 0, "tr": 0x50}
    yield "descriptor-selectors-high", others

    def odd(job):
        # Selector 0x20.
        job.gdt.append(BASED | 0x345678 << 16 | 0x12 << 56 | 0xfff)
        job.selectors.update(fs=0x20, gs=0x20)
    yield "descriptor-fs-gs-based", odd

    def tss(job):
        job.selectors["tr"] = 0x18
    yield "descriptor-tr", tss


def machine():
    """Model-specific registers, and devices behind ports."""
    for name, register, value in (
            ("efer-lme", 0xc0000080, 0x100), ("efer-sce", 0xc0000080, 1),
            ("efer-nxe", 0xc0000080, 0x800), ("efer-all", 0xc0000080, 0x901),
            ("pat-0", 0x277, 0), ("pat-wp", 0x277, 0x0505050505050505),
            ("mtrr-off", 0x2ff, 0), ("apic-off", 0x1b, 0xfee00100),
            ("star", 0xc0000081, 0xffffffffffffffff),
            ("sysenter", 0x174, 0xffff)):
        def msr(job, register=register, value=value):
            job.wrmsr(register, value)
        yield f"msr-{name}", msr

    def pics(job):
        job.outb(0x21, 0)
        job.outb(0xa1, 0)
    yield "port-pics-open", pics

    def a20(job):
        job.outb(0x92, 0)
    yield "port-a20-off", a20


def backwards(job):
    """The direction flag is set, and there is no memory at the stack."""
    job.regs["esp"] = 0xc0000000
    job.regs["eflags"] |= EFLAGS["DF"]


MODELS = {  # whether the kernel boots on it
    **dict.fromkeys(("486", "pentium3", "coreduo", "n270", "kvm32", "qemu32",
                     "qemu64,-lm"), False),
    **dict.fromkeys(("qemu64,-nx", "qemu64,-pse", "qemu64,-pge", "qemu64,-mtrr",
                     "qemu64,-pat", "qemu64,+pdpe1gb", "max", "max,-la57",
                     "qemu64,-pae", "qemu64,-cx8", "qemu64,-msr",
                     "qemu64,-apic",
                     "qemu64,-fxsr,-sse,-sse2", "qemu64,-fpu",
                     "qemu64,-syscall", "Opteron_G1"), True)}
# Only "max" has these; on another CPU the injector would fault.
CR4_MAX = {"UMIP": 1 << 11, "LA57": 1 << 12, "FSGSBASE": 1 << 16,
           "PCIDE": 1 << 17, "OSXSAVE": 1 << 18, "SMEP": 1 << 20,
           "SMAP": 1 << 21, "PKE": 1 << 22}


def cpus():
    for rows in registers, tables, machine:
        for i, (name, tweak) in enumerate(rows()):
            on = MICROVM if i % 2 else PC if i % 4 else Q35
            yield Case(f"cpu-{name}", Handover(), GOOD,
                       PC if name == "port-a20-off" else on, tweak)
            if name in ("register-eflags-all", "register-cr0-all",
                        "register-cr4-all", "port-a20-off"):
                yield Case(f"cpu-{name}-refused", Handover(magic=7),
                           Refuse("MAGIC", 0, 7), PC, tweak)
    for name, tweak in bits("cr4", CR4_MAX):
        yield Case(f"cpu-{name}-max", Handover(), GOOD,
                   f"{MICROVM} -cpu max", tweak)
    for model, boots in MODELS.items():
        yield Case(f"cpu-model-{model}", Handover(),
                   GOOD if boots else Line(kernel.NO_LONG_MODE),
                   f"{MICROVM} -cpu {model}", by_rules=boots)
    for name, on in ("microvm", MICROVM), ("pc", PC):
        yield Case(f"cpu-model-486-backwards-{name}", Handover(),
                   Line(kernel.NO_LONG_MODE), f"{on} -cpu 486", backwards,
                   by_rules=False)


SIGNATURES = ("XenV", "TCGT"), ("MMXe", "CGTC"), ("nVMM", "GTCG")


def xen(answer, expect, name, cpu="qemu64"):
    """The door is patched, so that it takes TCG for Xen.

    answer: 3 bytes of code that replace the hypercall's vmmcall, or None.
    """
    h = Handover(version=0)
    for of_xen, of_tcg in SIGNATURES:
        h.after += kernel.patch(of_xen.encode(), of_tcg.encode())
    if answer:
        h.after += kernel.patch(b"\x0f\x01\xd9", answer)
    return Case(f"xen-{name}", h, expect, f"{MICROVM} -cpu {cpu}",
                by_rules=False)


def xens():
    room = kernel.ARENA_SIZE // 20
    yield xen(None, Refuse("XEN_CPU", 0, 0), "unknown-vendor",
              "qemu64,vendor=NobodysCPU!!")
    neg_rax = b"\x48\xf7\xd8"
    yield xen(neg_rax, Refuse("XEN_MEMMAP", room, 12), "error")
    inc_entries = b"\xff\x06\x90"  # inc dword [rsi]; nop
    yield xen(inc_entries, Refuse("XEN_MEMMAP", room + 1, 2**64 - 12),
              "too-many")
    no_entries = b"\x83\x26\x00"  # and dword [rsi], 0
    yield xen(no_entries, Refuse("MEMMAP_NO_RAM", 0, 0), "none")


def arenas():
    """The arena is patched to 4 KiB; no command line fills the real one."""
    h = Handover(cmdline=b"x" * 5000)
    h.cmdline_at = 4 << 20
    after = min(at for at in kernel.SYMBOLS.values()
                if at > kernel.SYMBOLS["pvh_boot"])
    h.after = kernel.patch(struct.pack("<I", kernel.ARENA_SIZE),
                           struct.pack("<I", 4096),
                           kernel.SYMBOLS["pvh_boot"], after)
    yield Case("arena-cmdline", h,
               Warn("CMDLINE_ARENA", kernel.NONE, 4 << 20, "howto: 0x0",
                    "module: 0 disk md_image "), by_rules=False)


def qemus():
    """Faults of QEMU's own loaders."""
    # The option ROM copies -append without a limit; start_info follows 4128
    # bytes later.
    for size, expect in ((4095, None), (4096, None), (4127, None),
                         (4128, Refuse("MAGIC", 0, 0x336ec500)),
                         (4160, Refuse("MAGIC", 0, 0x61616161)),
                         (4200, Refuse("MAGIC", 0, 0x61616161)),
                         (5000, Refuse("MAGIC", 0, 0x61616161))):
        yield Plain(f"qemu-append-{size}",
                    [*PC.split(), "-append", "a" * size],
                    expect or Good(f"kenv: {'a' * size}=1"))
    # qboot leaves bytes of its stack as the address of the command line.
    for args in ([], ["-append", "-v a=b"], ["-append", "x" * 2000]):
        yield Plain(f"qemu-qboot-initrd-{len(''.join(args))}",
                    [*"-M microvm -m 128 -initrd LICENSE".split(), *args],
                    Good("module: 0 module0 md_image "))


def cases():
    for rows in cpus, xens, arenas, qemus:
        yield from rows()

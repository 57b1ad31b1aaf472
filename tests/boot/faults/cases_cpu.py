# SPDX-License-Identifier: BSD-2-Clause
"""P: the CPU. X: Xen's answers. A: a small arena. Q: QEMU's own loaders."""
import struct

import kernel
from case import Case, Good, Line, MICROVM, PC, Plain, Q35, Refuse, Warn
from cases_start_info import GOOD
from handover import Handover
from injection import CODE, CR0, CR4, DATA, EFLAGS, TSS

BASED = 0x0000930000000000  # data, base and limit to be filled in


def bits(register, table, without=()):
    """A register with each bit, and with all at once."""
    table = {n: v for n, v in table.items() if n not in without}
    for name, bit in [*table.items(), ("all", sum(table.values()))]:
        def tweak(job, bit=bit):
            job.regs[register] |= bit
        yield f"{register}-{name}", tweak


def registers():
    """P7: what is in the registers."""
    for name in "eax ecx edx esi edi ebp esp".split():
        for value in (0, 0xffffffff) if name != "esp" else (
                0, 1, 0xffffffff, kernel.ENTRY, kernel.START, 0x10000):
            def tweak(job, name=name, value=value):
                job.regs[name] = value
            yield f"{name}-{value:x}", tweak

    def everything(job):
        for name in "eax ecx edx esi edi ebp esp".split():
            job.regs[name] = 0x2badb002
    yield "all-multiboot", everything
    yield from bits("eflags", EFLAGS, ("IF", "TF"))
    yield from bits("cr0", CR0)
    yield from bits("cr4", CR4)


def tables():
    """P7: descriptors and selectors."""
    for base, limit in (0, 0), (0, 0xffff), (0xfffffff0, 0xffff), (7, 7):
        def gdtr(job, base=base, limit=limit):
            job.gdtr = base, limit
        yield f"gdtr-{base:x}-{limit:x}", gdtr

        def idtr(job, base=base, limit=limit):
            job.idtr = base, limit
        yield f"idtr-{base:x}-{limit:x}", idtr

    def xen(job):  # as near as instructions come to it
        job.gdtr = 0, 0
        job.selectors.update(ds=0, es=0, fs=0, gs=0)
    yield "selectors-0", xen

    def others(job):
        job.gdt = [0] * 8 + [CODE, DATA, TSS]
        job.gdt_at = 0x500
        job.selectors = {"cs": 0x40, "ds": 0x48, "es": 0x48, "fs": 0x48,
                         "gs": 0x48, "ss": 0x48, "ldtr": 0, "tr": 0x50}
    yield "selectors-high", others

    def odd(job):
        job.gdt.append(BASED | 0x345678 << 16 | 0x12 << 56 | 0xfff)
        job.selectors.update(fs=0x20, gs=0x20)
    yield "fs-gs-based", odd

    def tss(job):
        job.selectors["tr"] = 0x18
    yield "tr", tss


def machine():
    """P6, P7: model-specific registers and ports."""
    for name, register, value in (
            ("efer-lme", 0xc0000080, 0x100), ("efer-sce", 0xc0000080, 1),
            ("efer-nxe", 0xc0000080, 0x800), ("efer-all", 0xc0000080, 0x901),
            ("pat-0", 0x277, 0), ("pat-wp", 0x277, 0x0505050505050505),
            ("mtrr-off", 0x2ff, 0), ("apic-off", 0x1b, 0xfee00100),
            ("star", 0xc0000081, 0xffffffffffffffff),
            ("sysenter", 0x174, 0xffff)):
        def msr(job, register=register, value=value):
            job.wrmsr(register, value)
        yield name, msr

    def pics(job):
        job.outb(0x21, 0)
        job.outb(0xa1, 0)
    yield "pics-open", pics

    def a20(job):
        job.outb(0x92, 0)
    yield "a20-off", a20


def backwards(job):
    job.regs["esp"] = 0xc0000000
    job.regs["eflags"] |= EFLAGS["DF"]


MODELS = {  # P1, P4: what must come of a CPU
    **dict.fromkeys(("486", "pentium3", "coreduo", "n270", "kvm32", "qemu32",
                     "qemu64,-lm"), False),
    **dict.fromkeys(("qemu64,-nx", "qemu64,-pse", "qemu64,-pge", "qemu64,-mtrr",
                     "qemu64,-pat", "qemu64,+pdpe1gb", "max", "max,-la57",
                     "qemu64,-pae", "qemu64,-cx8", "qemu64,-msr",
                     "qemu64,-apic",
                     "qemu64,-fxsr,-sse,-sse2", "qemu64,-fpu",
                     "qemu64,-syscall", "Opteron_G1"), True)}
# What only "max" has; to set any other would fault in the injector.
CR4_MAX = {"UMIP": 1 << 11, "LA57": 1 << 12, "FSGSBASE": 1 << 16,
           "PCIDE": 1 << 17, "OSXSAVE": 1 << 18, "SMEP": 1 << 20,
           "SMAP": 1 << 21, "PKE": 1 << 22}


def cpus():
    for number, rows in ((7, registers), (7, tables), (6, machine)):
        for i, (name, tweak) in enumerate(rows()):
            on = MICROVM if i % 2 else PC if i % 4 else Q35
            yield Case(f"P{number}-{name}", Handover(),
                       GOOD, PC if name == "a20-off" else on, tweak)
            if name in ("eflags-all", "cr0-all", "cr4-all", "a20-off"):
                yield Case(f"P{number}-{name}-refused", Handover(magic=7),
                           Refuse("MAGIC", 0, 7), PC, tweak)
    for name, tweak in bits("cr4", CR4_MAX):
        yield Case(f"P7-max-{name}", Handover(), GOOD,
                   f"{MICROVM} -cpu max", tweak)
    for model, boots in MODELS.items():
        yield Case(f"P1-{model}", Handover(),
                   GOOD if boots else Line(kernel.NO_LONG_MODE),
                   f"{MICROVM} -cpu {model}", by_rules=boots)
    for on in MICROVM, PC:
        yield Case(f"P1-odd-486-{on.split()[1]}", Handover(),
                   Line(kernel.NO_LONG_MODE), f"{on} -cpu 486", backwards,
                   by_rules=False)


SIGNATURES = ("XenV", "TCGT"), ("MMXe", "CGTC"), ("nVMM", "GTCG")


def xen(answer, expect, name, cpu="qemu64"):
    """The door takes TCG for Xen, and its hypercall is 3 bytes of code."""
    h = Handover(version=0)
    for theirs, ours in SIGNATURES:
        h.after += kernel.patch(theirs.encode(), ours.encode())
    if answer:
        h.after += kernel.patch(b"\x0f\x01\xd9", answer)
    return Case(f"X-{name}", h, expect, f"{MICROVM} -cpu {cpu}",
                by_rules=False)


def xens():
    room = kernel.ARENA_SIZE // 20
    yield xen(None, Refuse("XEN_CPU", 0, 0), "unknown-vendor",
              "qemu64,vendor=NobodysCPU!!")
    yield xen(b"\x48\xf7\xd8", Refuse("XEN_MEMMAP", room, 12), "error")
    yield xen(b"\xff\x06\x90", Refuse("XEN_MEMMAP", room + 1, 2**64 - 12),
              "too-many")  # inc dword [rsi]
    yield xen(b"\x83\x26\x00", Refuse("MEMMAP_NO_RAM", 0, 0),
              "none")  # and dword [rsi], 0


def arenas():
    """An arena of 4 KiB: in this kernel's no command line is too long."""
    h = Handover(cmdline=b"x" * 5000)
    h.cmdline_at = 4 << 20
    after = min(at for at in kernel.SYMBOLS.values()
                if at > kernel.SYMBOLS["pvh_boot"])
    h.after = kernel.patch(struct.pack("<I", kernel.ARENA_SIZE),
                           struct.pack("<I", 4096),
                           kernel.SYMBOLS["pvh_boot"], after)
    yield Case("A-cmdline", h,
               Warn("CMDLINE_ARENA", kernel.NONE, 4 << 20, "howto: 0x0",
                    "module: 0 disk md_image "), by_rules=False)


def qemus():
    """QEMU's option ROM copies -append without a bound over start_info."""
    def append(size):
        return [*PC.split(), "-append", "a" * size]
    for size in 4095, 4096, 4127:
        yield Plain(f"Q-append-{size}", append(size),
                    Good(f"kenv: {'a' * size}=1"))
    yield Plain("Q-append-4128", append(4128), Refuse("MAGIC", 0, 0x336ec500))
    for size in 4160, 4200, 5000:
        yield Plain(f"Q-append-{size}", append(size),
                    Refuse("MAGIC", 0, 0x61616161))
    # qboot leaves a module's command line as its stack has it.
    for args in ([], ["-append", "-v a=b"], ["-append", "x" * 2000]):
        yield Plain(f"Q-qboot-initrd-{len(''.join(args))}",
                    [*"-M microvm -m 128 -initrd LICENSE".split(), *args],
                    Good("module: 0 module0 md_image "))


def cases():
    for rows in cpus, xens, arenas, qemus:
        yield from rows()

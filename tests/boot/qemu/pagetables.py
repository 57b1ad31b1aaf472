#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""pagetables.py KERNEL MEMORY REPORT LEVELS SIZES [nx] <ANSWERS: holds the
teaching kernel's whole address space, and the registers that locore.asm sets,
against what arch/amd64/pmap.h and locore.asm promise; prints what does not
hold.

MEMORY is the machine's memory from 0 on, REPORT what the kernel printed,
ANSWERS are those of QEMU's monitor to info registers and info tlb. LEVELS are
those of the page tables, SIZES the sizes of pages that are in use, in KiB; with
nx the CPU has no-execute."""
import re
import struct
import subprocess
import sys

PAGE = 4096
KERNBASE, DMAP_BASE = 0xffffffff80000000, 0xffff800000000000
LOW_MEMORY, LOAD_LIMIT = 1 << 20, 1 << 30
V, RW, USER, CACHE, LARGE, GLOBAL = 1, 2, 4, 0x18, 0x80, 0x100
NX = 1 << 63
FRAME = 0xffffffffff000
PAT_LARGE = 0x1000
MEMORY_TYPES = ("ram", "acpi", "nvs", "pmem")
STACKS, STACK_SIZE = 3, 20480  # arch/amd64/trap.h
STACK_OF = {8: 1, 2: 2}        # double fault, NMI

CR0 = 0x80010033            # PG WP NE ET MP PE
CR4 = 0x620                 # OSXMMEXCPT OSFXSR PAE
CR4_LA57 = 0x1000
EFER, EFER_NXE, EFER_SCE = 0x500, 0x800, 1
RFLAGS_OFF = 0x47700        # AC NT IOPL DF IF TF
SEGMENTS = {"CS": 0x08, "DS": 0x10, "ES": 0x10, "SS": 0x10, "FS": 0, "GS": 0,
            "TR": 0x18}


def down(address):
    return address & -PAGE


def up(address):
    return -(-address // PAGE) * PAGE


def merged(ranges):
    """Sorted, without overlaps; neighbours are one."""
    result = []
    for first, end in sorted(ranges):
        if result and first <= result[-1][1]:
            result[-1][1] = max(end, result[-1][1])
        elif first < end:
            result.append([first, end])
    return result


def without(ranges, taken):
    """The parts of the ranges that are in none of those that are taken."""
    for first, end in taken:
        ranges = [part for a, b in ranges
                  for part in ((a, min(b, first)), (max(a, end), b))
                  if part[0] < part[1]]
    return ranges


def whole_pages(ranges):
    return merged((down(first), up(end)) for first, end in ranges)


def text(ranges):
    return " ".join(f"{first:#x}-{end - 1:#x}" for first, end in ranges)


class Machine:
    def __init__(self, kernel, memory, report, answers):
        self.memory, self.report = memory, report
        self.at = {f[-1]: int(f[0], 16) for f in (
            line.split() for line in subprocess.run(
                ["nm", kernel], check=True, text=True,
                capture_output=True).stdout.splitlines()) if len(f) == 3}
        self.now = {name: int(value, 16) for name, value in re.findall(
            r"\b([A-Z][A-Z0-9]+) ?= *([0-9a-f]+)", answers)}
        self.gdt = re.search(r"^GDT= *(\w+) (\w+)", answers, re.M).groups()
        self.idt = re.search(r"^IDT= *(\w+) (\w+)", answers, re.M).groups()
        self.tlb = re.findall(
            r"^([0-9a-f]{16}): ([0-9a-f]{16}) (\S+)$", answers, re.M)
        self.levels = 5 if self.now["CR4"] & CR4_LA57 else 4
        self.tables = []
        # (virtual, physical, bytes, flags) with what all levels have in common
        self.pages = list(self.walk(self.now["CR3"], self.levels, 0, RW | USER))

    def words(self, form, paddr):
        return struct.unpack_from("<" + form, self.memory, paddr)

    def walk(self, table, level, base, above):
        self.tables.append(table)
        size = 1 << 12 + 9 * (level - 1)
        for i, entry in enumerate(self.words("512Q", table)):
            if not entry & V:
                continue
            va = base + i * size
            if level == self.levels and i >= 256:
                va |= -1 << 12 + 9 * level & (1 << 64) - 1
            flags = (entry | above) & NX | entry & above & (RW | USER) | \
                entry & (CACHE | GLOBAL)
            if level > 1 and not entry & LARGE:
                yield from self.walk(entry & FRAME, level - 1, va, flags)
                continue
            if entry & (LARGE if level == 1 else PAT_LARGE):
                flags |= CACHE
            yield va, entry & FRAME & -size, size, flags

    def symbol(self, name):
        return self.at[name] - KERNBASE

    def mapped(self, window):
        """{flags: physical ranges} of a window."""
        found = {}
        for va, pa, size, flags in self.pages:
            if window <= va < window + (1 << 46):
                found.setdefault(flags, []).append((pa, pa + size))
        return found

    def line(self, pattern):
        return re.findall(pattern, self.report, re.M)

    def asked(self):
        """What pmap_map() is asked for: ACPI's tables, of two only perhaps."""
        ranges, perhaps = [], []
        for at in self.line(r"^acpi: rsdp (0x\w+) .* ok$"):
            at = int(at, 16)
            revision, rsdt, _, xsdt = self.words("BIIQ", at + 15)
            ranges += [(at, at + 36),
                       self.table(xsdt if revision >= 2 else rsdt)]
        for name, at, size in self.line(r"^acpi: (....) (0x\w+) (\d+) ok$"):
            at = int(at, 16)
            ranges.append((at, at + int(size)))
            if name == "FACP":
                perhaps += [self.table(p) for p in self.words("2I", at + 36)]
                perhaps += self.sleep_control(at, int(size))
        return ranges, perhaps

    def sleep_control(self, fadt, size):
        """The register that powers off, if it is in memory: power_init()."""
        if size < 256:
            return []
        space, = self.words("B", fadt + 244)
        at, = self.words("Q", fadt + 248)
        return [(at, at + 1)] if space == 0 and at else []

    def table(self, at):
        return at, at + self.words("I", at + 4)[0]


def handed_over(m):
    """The modules' ranges, and kernend."""
    modules = [(int(at, 16), int(at, 16) + int(size)) for at, size in m.line(
        r"^module: .* (0x\w+) (\d+) crc32=")]
    return modules, int(m.line(r"^kernel: 0x\w+-(0x\w+)$")[0], 16) + 1


def windows(m, nx):
    """What is to be mapped: (window, {flags: ranges}, what also may be)."""
    modules, kernend = handed_over(m)
    start, etext, erodata = map(m.symbol, ("kernel_start", "etext", "erodata"))
    guards = [(at, at + PAGE) for at in (
        m.symbol("stacks") + i * STACK_SIZE for i in range(STACKS))]
    kernel = {0: [(start, etext)]}
    kernel.setdefault(nx, []).append((etext, erodata))
    kernel[RW | nx] = without([(erodata, up(kernend))], guards)
    yield KERNBASE, kernel, []

    asked, perhaps = m.asked()
    memory = [(int(first, 16), int(last, 16) + 1) for first, last, kind in
              m.line(r"^map: (0x\w+)-(0x\w+) (\w+)$")
              if kind in MEMORY_TYPES]
    data = whole_pages([(0, LOW_MEMORY), *memory, *modules, *asked])
    yield DMAP_BASE, {
        nx: [(start, erodata)],
        RW | nx: without(data, [(start, erodata)])}, whole_pages(perhaps)


def address_space(m, nx, sizes):
    for window, expected, perhaps in windows(m, nx):
        found = m.mapped(window)
        for flags in sorted({*found, *expected}):
            want, have = (merged(ranges.get(flags, []))
                          for ranges in (expected, found))
            extra = without(without(have, want), perhaps)
            missing = without(want, have)
            if extra or missing:
                yield (f"{window:#x}, flags {flags:#x}: also [{text(extra)}], "
                       f"not [{text(missing)}]")
    for va, pa, size, _ in m.pages:
        if va - pa not in (KERNBASE, DMAP_BASE):
            yield f"{va:#x} is {pa:#x}, {size:#x} bytes"
    got = sorted({size >> 10 for _, _, size, _ in m.pages})
    if got != sizes:
        yield f"pages of {got} KiB, not {sizes}"


def tables(m):
    """Each is used once, and in free RAM."""
    modules, kernend = handed_over(m)
    if len(set(m.tables)) != len(m.tables):
        yield "a table is used twice"
    ram = [(int(first, 16), int(last, 16) + 1) for first, last in
           m.line(r"^map: (0x\w+)-(0x\w+) ram$")]
    free = without([(up(kernend), LOAD_LIMIT)], modules)
    taken = [(table, table + PAGE) for table in m.tables]
    if without(taken, merged(ram)) or without(taken, free):
        yield f"tables at {text(merged(taken))}"


def as_qemu_says(m, nx):
    """Of each page alone: writable or executable, and for ring 0."""
    if {(int(va, 16), int(pa, 16)) for va, pa, _ in m.tlb} != \
            {(va, pa) for va, pa, *_ in m.pages}:
        yield "info tlb has other pages"
    for va, _, flags in m.tlb:
        if "U" in flags or "G" in flags or \
                nx and "W" in flags and "X" not in flags:
            yield f"info tlb: {va} {flags}"


def registers(m, nx):
    now = m.now
    la57 = CR4_LA57 if m.levels == 5 else 0
    efer = EFER | (EFER_NXE if nx else 0)
    if (now["CR0"], now["CR4"], now["EFER"] & ~EFER_SCE) != \
            (CR0, CR4 | la57, efer):
        yield (f"cr0 {now['CR0']:#x}, cr4 {now['CR4']:#x}, "
               f"EFER {now['EFER']:#x}")
    if now["RFL"] & RFLAGS_OFF:
        yield f"rflags {now['RFL']:#x}"
    odd = [name for name, value in SEGMENTS.items() if now[name] != value]
    if odd:
        yield f"{odd} are not the kernel's"
    gdt, idt = ((int(base, 16), int(limit, 16))
                for base, limit in (m.gdt, m.idt))
    if gdt != (m.at["gdt"], 39) or idt != (m.at["idt"], 32 * 16 - 1):
        yield f"GDT {m.gdt}, IDT {m.idt}"
    if not 0 <= m.at["stacks"] + STACK_SIZE - now["RSP"] < 4096:
        yield f"rsp {now['RSP']:#x}"
    if "left_canary" in m.at and m.words("Q", m.symbol("left_canary"))[0] != \
            0x0123456789abcdef:
        yield "more than 8 bytes were pushed on the loader's stack"


def traps(m):
    """The IDT, and the TSS with the stacks of the double fault and the NMI."""
    for vector in range(32):
        stub = m.at["trap_stubs"] + vector * 16
        want = (stub & 0xffff, 8, STACK_OF.get(vector, 0), 0x8e,
                stub >> 16 & 0xffff, stub >> 32, 0)
        if m.words("2H2BH2I", m.symbol("idt") + vector * 16) != want:
            yield f"the gate of vector {vector}"
    tss = m.words("28xQQQ", m.symbol("tss") + 8)  # IST 1 to 3
    tops = [m.at["stacks"] + (n + 1) * STACK_SIZE for n in range(STACKS)]
    if tss != (*tops[1:], 0):
        yield f"IST {[hex(top) for top in tss]}"
    limit, base0, base16, kind, flags, base24, base32 = m.words(
        "HHBBBBI", m.symbol("gdt") + SEGMENTS["TR"])
    base = base0 | base16 << 16 | base24 << 24 | base32 << 32
    if (limit, base, kind, flags) != (103, m.at["tss"], 0x8b, 0):
        yield f"the TSS is {base:#x}, limit {limit}, type {kind:#x}"


def main(kernel, memory, report, levels, sizes, *nx):
    with open(memory, "rb") as file:
        m = Machine(kernel, file.read(), open(report).read(), sys.stdin.read())
    if m.levels != int(levels):
        print(f"{m.levels} levels")
    nx = NX if nx else 0
    for line in (*address_space(m, nx, [int(size) for size in sizes.split()]),
                 *tables(m), *as_qemu_says(m, nx), *registers(m, nx),
                 *traps(m)):
        print(line)


if __name__ == "__main__":
    main(*sys.argv[1:])

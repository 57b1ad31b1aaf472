#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""state.py KERNEL MEMORY MODULE COUNT STEPS <ANSWERS: prints what holds at a
kernel's native entry, as the rows of THE CONTRACT in arch/pvh/README.

MEMORY is the machine's memory from 0 on, ANSWERS are those of QEMU's monitor to
info registers, at the PVH entry and at the native one, to info mtree -f and to
info tlb. MODULE, COUNT and STEPS are where struct boot_view has its modules and
the steps of its map. Where a row does not hold, it says what was found."""
import re
import struct
import subprocess
import sys

GIB = 1 << 30
SLOT = 512 * GIB  # what an entry of the top page table maps
CR0 = {0: "PE", 4: "ET", 16: "WP", 31: "PG"}
CR4 = {5: "PAE", 7: "PGE", 9: "OSFXSR", 10: "OSXMMEXCPT", 12: "LA57"}
EFER = {0: "SCE", 8: "LME", 10: "LMA", 11: "NXE"}
DESCRIPTORS = {
    0x00af9b000000ffff: "64-bit code", 0x00cf93000000ffff: "data",
    0x00cf9b000000ffff: "32-bit code"}
METADATA = 0x8000  # freebsd/metadata.h, as all of these
END, NAME, ADDR, SIZE = 0, 1, 3, 4
KERNEND, SMAP = METADATA | 8, METADATA | 0x1001


def names(value, bits):
    """The names of the bits that are set."""
    left = value & ~sum(1 << bit for bit in bits)
    return " ".join([name for bit, name in bits.items() if value >> bit & 1] +
                    ([f"{left:#x}"] if left else []))


def on(value, bit):
    return "on" if value >> bit & 1 else "off"


def page_up(address):
    return -(-address // 4096) * 4096


def registers(text):
    """Numbers; of segments and tables, all that QEMU says."""
    found = {name: int(value, 16) for name, value in re.findall(
        r"\b([A-Z][A-Z0-9]+) ?= *([0-9a-f]+)", text)}
    found.update(re.findall(r"^([C-GS]S|GDT|IDT) ?= *(.*)$", text, re.M))
    return found


def symbols(kernel):
    """(address, size, name) of each, sorted."""
    lines = subprocess.run(["nm", "-S", kernel], check=True, text=True,
                           capture_output=True).stdout.splitlines()
    fields = [line.split() for line in lines]
    return sorted((int(f[0], 16), int(f[1], 16) if len(f) == 4 else 0, f[-1])
                  for f in fields)


class State:
    def __init__(self, kernel, memory, members, answers):
        before, entered, text = answers.partition("\nRAX=")
        if not entered or "\nEAX=" not in before:
            raise SystemExit("an entry was not reached, in this mode")
        self.before, self.now = registers(before), registers("RAX=" + text)
        self.memory, self.members = memory, members
        self.symbols = symbols(kernel)
        self.at = {name: at for at, _, name in self.symbols}
        self.base = self.at["pvh_kernbase"]
        self.freebsd = "btext" in self.at
        self.door = (self.phys("pvh_begin"), self.phys("pvh_end"))
        self.windows, self.bits = [], set()
        for va, pa, bits in re.findall(
                r"^([0-9a-f]{16}): ([0-9a-f]{16}) (\S+)$", text, re.M):
            self.add_page(int(va, 16), int(pa, 16), bits)
        system = text[text.index(' AS "memory"'):]
        self.ram = [(int(first, 16), int(last, 16) + 1)
                    for first, last in re.findall(
                        r"^  (\w{16})-(\w{16}) \(prio \d+, ram\): \S*\.ram",
                        system, re.M)]

    def add_page(self, va, pa, bits):
        """Windows are [first virtual address, first physical, bytes]."""
        self.bits.add(bits)
        last = self.windows[-1] if self.windows else None
        if last and (va - last[0], pa - last[1]) == (last[2], last[2]):
            last[2] += 2 << 20
        else:
            self.windows.append([va, pa, 2 << 20])

    def phys(self, symbol):
        return self.at[symbol] - self.base

    def read(self, form, address):
        """Of a virtual address, which may also be a physical one."""
        for va, pa, size in self.windows:
            if va <= address < va + size:
                return struct.unpack_from("<" + form, self.memory,
                                          address - va + pa)
        raise SystemExit(f"{address:#x} is not mapped")

    def in_door(self, address, size=1):
        if address >= self.base:
            address -= self.base
        return self.door[0] <= address and address + size <= self.door[1]

    def tables(self):
        """The page tables, and the flags of the entries that refer to one."""
        found, flags = [self.now["CR3"]], set()
        for level in (4, 3):
            for table in found[:]:
                for entry in self.read("512Q", table):
                    if entry & 1 and not (level == 3 and entry & 0x80):
                        found.append(entry & ~0xfff)
                        flags.add(entry & 0xfff)
            if level == 4:
                found = [found[0], *sorted(set(found[1:]))]
        return found, flags

    def records(self):
        """(type, data) of the metadata, from modulep on."""
        at = self.base + self.now["RDI"]
        while True:
            kind, size = self.read("2I", at)
            if kind == END:
                return
            yield kind, self.read(f"{size}s", at + 8)[0]
            at += 8 + (size + 7 & ~7)

    def modules(self):
        """(first, end) of all files after the kernel in the metadata."""
        files = []
        for kind, data in self.records():
            if kind == NAME:
                files.append({})
            elif kind in (ADDR, SIZE):
                files[-1][kind] = struct.unpack("<Q", data)[0]
        return [(f[ADDR], f[ADDR] + f[SIZE]) for f in files[1:]]

    def usable(self):
        """The RAM of the map that the kernel got."""
        if self.freebsd:
            smap = dict(self.records())[SMAP]
            return [(base, base + size) for base, size, kind in
                    struct.iter_unpack("<QQI", smap) if kind == 1]
        view = self.now["RDI"]
        _, count, steps = (view + offset for offset in self.members)
        count, = self.read("I", count)
        steps = self.read("QQ" * count, steps)
        starts, types = steps[::2], [kind & 0xffffffff for kind in steps[1::2]]
        return [(start, end) for kind, start, end in
                zip(types, starts, [*starts[1:], 1 << 64]) if kind == 1]


def segments(s):
    """cs and ss are what the GDT says: the hidden parts, too."""
    hidden = {"CS": "0000000000000000 ffffffff 00af9b00 DPL=0 CS64 [-RA]",
              "SS": "0000000000000000 ffffffff 00cf9300 DPL=0 DS   [-WA]"}
    found = [s.now[name].partition(" ") for name in hidden]
    odd = [rest for (_, _, rest), want in zip(found, hidden.values())
           if rest != want]
    return ", ".join([f"{int(sel, 16):#04x}" for sel, _, _ in found] + odd)


def gdt(s):
    base, limit = (int(word, 16) for word in s.now["GDT"].split())
    entries = s.read(f"{(limit + 1) // 8}Q", base)
    return ", ".join(f"{at * 8:#04x} {DESCRIPTORS.get(entry, hex(entry))}"
                     for at, entry in enumerate(entries) if entry)


def idt(s):
    base, limit = (int(word, 16) for word in s.now["IDT"].split())
    odd = []
    for vector in range((limit + 1) // 16):
        low, selector, kind, middle, high, zero = s.read(
            "4H2I", base + vector * 16)
        stub = s.at["pvh_trap_stubs"] + vector * 4
        if (selector, kind, zero) != (8, 0x8e00, 0) or \
                low | middle << 16 | high << 32 != stub:
            odd.append(vector)
    return (f"{vector + 1} gates: a fault prints a line, and the boot ends" +
            (f"; not {odd}" if odd else ""))


def stack(s):
    """It begins where the last object before its top ends."""
    top = s.at["pvh_stack_top"]
    below = max(at + size for at, size, _ in s.symbols if at + size < top)
    rsp = s.now["RSP"]
    used = top - rsp
    return (f"{top - (below + 15 & ~15)} bytes; rsp is {rsp % 16} mod 16" +
            ("" if 0 <= used <= 64 else f", {used} bytes below its top"))


def mapped(s, base):
    for va, pa, size in s.windows:
        if va == base:
            return f"{pa >> 30}-{pa + size >> 30} GiB"
    return "nothing"


def repeats(s):
    odd = [w for w in s.windows if w[0] not in (0, s.base) and
           (w[1] != 0 or w[2] > 4 * GIB or
            w[0] // SLOT not in (0, s.base // SLOT))]
    return ("the same memory again, in the 512 GiB from either" +
            (f", but {odd}" if odd else ""))


def pages(s):
    _, flags = s.tables()
    if s.bits != {"--PDA---W"} or flags != {0x23}:
        return f"{s.bits}, tables {flags}"
    return "2 MiB, for ring 0, writable and executable, A and D set"


def in_the_door(s):
    tables = [int(s.now[name].split()[0], 16) for name in ("GDT", "IDT")]
    found = {
        "page tables": all(s.in_door(at, 4096) for at in s.tables()[0]),
        "GDT": s.in_door(tables[0], 32), "IDT": s.in_door(tables[1], 512),
        "stack": s.in_door(s.at["pvh_stack_top"] - 4096, 4096),
        "what rdi points to": s.in_door(s.now["RDI"])}
    return ", ".join(name for name, inside in found.items() if inside)


def outside(ranges, taken):
    """The parts of the ranges that are in none of those that are taken."""
    for first, end in sorted(taken):
        ranges = [part for a, b in ranges
                  for part in ((a, min(b, first)), (max(a, end), b))
                  if part[0] < part[1]]
    return ranges


def is_ram(s, ranges):
    return ranges and not outside(ranges, s.ram)


def freebsd_free(s):
    kernend = s.now["RSI"]
    free = outside(s.usable(), [(0, kernend)])
    below = [s.door[1], *(end for _, end in s.modules())]
    if not is_ram(s, free) or max(below) > kernend:
        return f"{free} of {s.ram}, but {below} below {kernend:#x}"
    return "RAM of the map, from kernend on"


def own_free(s):
    paddr, size = s.read("2Q", s.now["RDI"] + s.members[0])
    module = [(paddr, paddr + size)]
    if not is_ram(s, s.usable()) or outside(module, s.usable()):
        return f"{s.usable()} of {s.ram}, with {module}"
    return "RAM of the map, but for the image and the modules"


def freebsd_registers(s):
    kernend, = struct.unpack("<Q", dict(s.records())[KERNEND])
    if s.now["RSI"] != kernend:
        return f"esi = {s.now['RSI']:#x}, kernend is {kernend:#x}"
    return "edi = modulep, esi = kernend"


def freebsd_stack(s):
    got = s.read("4I", s.now["RSP"])
    if got != (0, s.now["RDI"], s.now["RSI"], 0):
        return f"{[hex(word) for word in got]}"
    return "0, modulep and kernend, as 32-bit words from rsp on"


def freebsd_kernend(s):
    at = page_up(s.door[1])
    for first, end in s.modules():
        if first != at:
            return f"a module at {first:#x}, not {at:#x}"
        at = page_up(end)
    if at != s.now["RSI"] or not s.modules():
        return f"{s.now['RSI']:#x}, not {at:#x}, of {len(s.modules())} modules"
    return "the page after the modules, which follow the door"


def own_registers(s):
    view = next(at for at, size, name in s.symbols
                if name.partition(".")[0] == "view" and size)
    if (s.now["RDI"], s.now["RSI"]) != (view, s.at["kmain"]):
        return f"{s.now['RDI']:#x}, {s.now['RSI']:#x}"
    return "rdi and rsi are first and second of struct native_args"


def own_stack(s):
    return f"{s.read('Q', s.now['RSP'])[0]} at rsp, as a return address"


def words(text):
    """Of a segment's line: numbers, however many digits QEMU prints."""
    return [int(word, 16) for word in text.split()[:4]]


def rows(s):
    now = s.now
    yield "mode", (("64-bit code, " if "CS64" in now["CS"] else "no, ") +
                   f"ring {now['CPL']}, "
                   f"{5 if now['CR4'] >> 12 & 1 else 4} levels of page tables")
    yield "cr0", f"{names(now['CR0'], CR0)}; WP is {on(now['CR0'], 16)}"
    sse = on(now["CR4"], 9)
    yield ("cr4, PVH_SSE := 1" if sse == "on" else "cr4",
           f"{names(now['CR4'], CR4)}; SSE is {sse}")
    yield "EFER", f"{names(now['EFER'], EFER)}; NX is {on(now['EFER'], 11)}"
    yield "rflags", f"IF is {on(now['RFL'], 9)}, DF is {on(now['RFL'], 10)}"
    yield "GDT", gdt(s)
    yield "cs, ss", segments(s)
    odd = [name for name in ("DS", "ES", "FS", "GS")
           if words(now[name]) != words(s.before[name])]
    yield "ds, es, fs, gs", f"not {odd}" if odd else "as the loader left them"
    yield "IDT", idt(s)
    yield "stack", stack(s)
    yield "mapped at 0", mapped(s, 0)
    if s.base:
        yield "mapped at KERNBASE", mapped(s, s.base) + (
            ", if that is -2 GiB" if s.base == (1 << 64) - 2 * GIB else
            ", if that is another higher half")
    yield "mapped elsewhere", repeats(s)
    yield "pages", pages(s)
    yield "in the door", in_the_door(s)
    if s.freebsd:
        yield "freebsd, registers", freebsd_registers(s)
        yield "freebsd, stack", freebsd_stack(s)
        yield "freebsd, kernend", freebsd_kernend(s)
        yield "freebsd, free", freebsd_free(s)
    else:
        yield "own, registers", own_registers(s)
        yield "own, stack", own_stack(s)
        yield "own, free", own_free(s)


def main(kernel, memory, *members):
    with open(memory, "rb") as file:
        state = State(kernel, file.read(), [int(m) for m in members],
                      sys.stdin.read())
    for name, text in rows(state):
        print(f"{name}: {text}")


if __name__ == "__main__":
    main(*sys.argv[1:])

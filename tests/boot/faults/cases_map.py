# SPDX-License-Identifier: BSD-2-Clause
"""map: the memory map."""
import judge
import kernel
from case import Fail, Good, Refuse, spread
from handover import Handover, MAP, MIB, RAM, RESERVED, SIZE

GIB = 1 << 30
TOP = 1 << 64
PAGE = 4096
AT = 0x40000  # of the table
LOW, HOLE, HIGH = MAP


def line(start, end, kind):
    return f"map: 0x{start:016x}-0x{end - 1:016x} {kind}"


def mapped(*entries, **info):
    return Handover(table=entries, modules=[], **info)


def stripes(count, size, start=0):
    """RAM and reserved memory in turn, so that no neighbours merge."""
    return [(start + i * size, size, RAM + i % 2) for i in range(count)]


def no_holes(count):
    """A map from address 0 on, of so many entries."""
    return [(0, 0x1000000, RAM),
            *stripes(count, PAGE, 0x1000000 - PAGE)[1:]]


def counts():
    """How many entries the table has, and where it is."""
    yield "none", Handover(memmap_entries=0), Refuse("NO_MEMMAP", 1, 0)
    yield "no-address", Handover(memmap_paddr=0), Refuse("NO_MEMMAP", 1, 0)
    yield ("version-7-none", Handover(version=7, memmap_entries=0),
           Refuse("NO_MEMMAP", 7, 0))
    yield "1", mapped((0, SIZE, RAM)), Good(line(0, SIZE, "ram"))
    for n in 128, 129, 255, 256, 257, 505:
        table = stripes(n, PAGE, 0x1000000)
        end = 0x1000000 + n * PAGE
        last = line(end - PAGE, end, "ram" if n % 2 else "reserved")
        yield f"{n}", mapped(*MAP[:2], (MIB, 15 * MIB, RAM), *table), Good(last)
    yield ("511", mapped(*no_holes(511)), Good(
        line(0, 0x1000000, "ram"), line(0x11fd000, 0x11fe000, "ram")))
    yield ("511-and-its-neighbour",
           mapped(*no_holes(511), (0x11fe000, PAGE, RAM)),
           Good(line(0x11fd000, 0x11ff000, "ram")))
    for n in 512, 4096:
        yield (f"{n}", mapped(*no_holes(n)),
               Refuse("MEMMAP_FULL", 511, 0x1000000 + 510 * PAGE))
    h = mapped(*[(0, SIZE, RAM)] * 100000)
    h.table_at = 0x3000000
    yield "100000-equal", h, Good(line(0, SIZE, "ram"))
    for n in 0x0aaaaaab, 0xaaaaaaaa, 0xffffffff:  # * 24 wraps in 32 bits
        yield (f"{n:x}", Handover(memmap_entries=n),
               Refuse("MEMMAP_RANGE", n, AT))


def ranges():
    """Addresses and sizes of an entry."""
    for at in 0, 0x5000, 1 << 52, TOP - 1:
        yield (f"size-0-at-{at:x}", mapped(*MAP, (at, 0, RESERVED)),
               Good(line(0, 0x9fc00, "ram"), line(MIB, SIZE, "ram")))
    for at, size in (TOP - PAGE, PAGE + 1), (TOP - 1, 2), (2, TOP - 1), \
            (1 << 63, (1 << 63) + 1), (SIZE, TOP - 1):
        yield (f"wraps-{at:x}", mapped(*MAP, (at, size, RESERVED)),
               Refuse("MEMMAP_WRAPS", 3, at))
    yield ("wraps-first", mapped((TOP - 1, 2, 0), *MAP),
           Refuse("MEMMAP_WRAPS", 0, TOP - 1))
    yield ("to-the-top", mapped(*MAP, (TOP - PAGE, PAGE, RESERVED)),
           Good(line(TOP - PAGE, TOP, "reserved")))
    yield ("last-byte", mapped(*MAP, (TOP - 1, 1, 5)),
           Good(line(TOP - 1, TOP, "unusable")))
    yield ("all-but-one-byte", mapped(*MAP, (0, TOP - 1, 7)),
           Refuse("MEMMAP_NO_RAM", 4, AT))
    for at in 1 << 40, 1 << 52, 1 << 63:
        yield (f"at-{at:x}", mapped(*MAP, (at, GIB, RESERVED)),
               Good(line(at, at + GIB, "reserved")))
        yield (f"ram-at-{at:x}", mapped(*MAP, (at, GIB, RAM)),
               Good(line(at, at + GIB, "ram")))


def order():
    """Entries in any order, which may overlap."""
    whole = Good(line(0, 0x9fc00, "ram"), line(0x9fc00, MIB, "reserved"),
                 line(MIB, SIZE, "ram"))
    hole = line(0x2000000, 0x3000000, "reserved")
    yield "reversed", mapped(HIGH, HOLE, LOW), whole
    yield "twice", mapped(*MAP, *MAP), whole
    yield "same-type-overlaps", mapped(*MAP, (0x200000, MIB, RAM)), whole
    yield ("reserved-in-ram",
           mapped(*MAP, (0x2000000, 0x1000000, RESERVED)), Good(hole))
    yield ("reserved-before-ram",
           mapped((0x2000000, 0x1000000, RESERVED), *MAP), Good(hole))
    yield ("reserved-across-the-end",
           mapped(*MAP, (SIZE - PAGE, 2 * PAGE, RESERVED)),
           Good(line(SIZE - PAGE, SIZE + PAGE, "reserved")))
    yield "ram-over-all", mapped(*MAP, (0, TOP - 1, RAM)), None
    nested = [(0x2000000 + i * PAGE, 0x1000000 - 2 * i * PAGE, kind)
              for i, kind in enumerate((1, 7, 3, 4, 2, 99, 6, 5))]
    yield "nested", mapped(*MAP, *nested), None
    yield "nested-outwards", mapped(*nested[::-1], *MAP), None
    yield ("two-unknown", mapped(*MAP, (0x2000000, MIB, 98),
                                 (0x2080000, MIB, 99)),
           Good(line(0x2000000, 0x2100000, "type 98"),
                line(0x2100000, 0x2180000, "type 99")))


def types():
    """Values of an entry's type."""
    at, end = 0x2000000, 0x3000000
    yield ("0", mapped(*MAP, (at, end - at, 0)),
           Good(line(MIB, SIZE, "ram"), warnings=[("ODD_TYPE", 3, at)]))
    yield ("0-twice", mapped((7, 9, 0), *MAP, (at, end - at, 0)),
           Good(line(MIB, SIZE, "ram"), warnings=[("ODD_TYPE", 0, 7)]))
    for kind, name in {3: "acpi", 4: "nvs", 5: "unusable", 6: "disabled",
                       7: "pmem", 8: "type 8", 16: "type 16",
                       1 << 31: "type 2147483648",
                       0xffffffff: "type 4294967295"}.items():
        yield (f"{kind}", mapped(*MAP, (at, end - at, kind)),
               Good(line(at, end, name)))


def odd_kernel(expect, *lines, headroom=True):
    warnings = [("ODD_KERNEL", 0, kernel.START)]
    if not headroom:
        warnings.append(("ODD_HEADROOM", 0, kernel.HOME))
    return expect(*lines, warnings=warnings)


def missing():
    """Too little RAM, or none where the kernel is."""
    yield ("none", mapped(HOLE, (MIB, SIZE, RESERVED)),
           Refuse("MEMMAP_NO_RAM", 2, AT))
    yield ("under-reserved", mapped(*MAP, (0, SIZE, RESERVED)),
           Refuse("MEMMAP_NO_RAM", 4, AT))
    yield "only-type-0", mapped((0, SIZE, 0)), Refuse(
        "MEMMAP_NO_RAM", 1, AT, warnings=[("ODD_TYPE", 0, 0)])
    yield "of-size-0", mapped((0, 0, RAM)), Refuse("MEMMAP_NO_RAM", 1, AT)
    yield ("one-byte", mapped((5, 1, RAM)),
           odd_kernel(Fail, judge.TOO_SMALL, headroom=False))
    yield ("only-below-1-mib", mapped(LOW), odd_kernel(
        Fail, line(0, 0x9fc00, "ram"), judge.TOO_SMALL, headroom=False))
    yield ("only-above-4-gib", mapped((4 * GIB, GIB, RAM)), odd_kernel(
        Fail, line(4 * GIB, 5 * GIB, "ram"), judge.TOO_SMALL, headroom=False))
    yield ("kernel-not-in-ram",
           mapped(LOW, (8 * MIB, SIZE - 8 * MIB, RAM)),
           odd_kernel(Good, line(8 * MIB, SIZE, "ram"), headroom=False))
    yield ("kernel-in-part", mapped(LOW, (kernel.START + 1, SIZE, RAM)),
           odd_kernel(Good))
    yield ("kernel-all-but-last-byte",
           mapped(LOW, (MIB, kernel.DOOR_END - 1 - MIB, RAM),
                  (kernel.DOOR_END, SIZE, RAM)), odd_kernel(Good))
    yield ("kernel-in-acpi", mapped(*MAP, (kernel.START, PAGE, 3)),
           odd_kernel(Good))
    yield ("start-info-not-in-ram", mapped(HIGH), Good(line(MIB, SIZE, "ram")))


def unaligned():
    """Addresses and sizes that are not aligned."""
    for at, size in (0x2000001, 1), (0x2000fff, 2), (0x2000000, PAGE - 1):
        yield (f"hole-{at:x}-{size}", mapped(*MAP, (at, size, RESERVED)),
               Good(line(at, at + size, "reserved"),
                    line(at + size, SIZE, "ram")))
    yield "ram-of-1-byte", mapped(*MAP, (SIZE + 7, 1, RAM)), Good(
        line(MIB, SIZE, "ram"), line(SIZE + 7, SIZE + 8, "ram"))
    yield ("ends-odd", mapped(LOW, (MIB + 1, SIZE - MIB - 2, RAM)),
           Good(line(MIB + 1, SIZE - 1, "ram")))


def cases():
    yield from spread("map-entries", counts)
    yield from spread("map-range", ranges)
    yield from spread("map-order", order)
    yield from spread("map-type", types)
    yield from spread("map-ram", missing)
    yield from spread("map-unaligned", unaligned)

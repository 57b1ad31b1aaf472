# SPDX-License-Identifier: BSD-2-Clause
"""map-place, map-headroom: little RAM, or none, follows the image."""
import judge
import kernel
from case import Case, Fail, Good, Refuse, Warn
from cases_map import GIB, line, LOW, no_holes, PAGE
from handover import DATA, Handover, MIB, Module, RAM, RESERVED

BIG = "-M q35 -m 1536"  # RAM above 1 GiB
BIG_SIZE = 0x101000  # more than is free right after the image
FROM = GIB + 5  # where the module is
ROOM = 0x20000001  # a hole to move it to, not aligned
FIRST = ROOM - 1 + PAGE
HEADROOM = 2 * MIB
BEFORE = (MIB, 2 * MIB, RAM)  # the image is in it, too little is left


def moved(hole, *more, size=BIG_SIZE):
    """The module can be moved to a hole of this size, or to what more has."""
    table = [LOW, BEFORE, (GIB, GIB // 2, RAM), *more]
    if hole:
        table.append((ROOM, hole, RAM))
    return Handover(table=table, modules=[Module(FROM, size=size)])


def at(place, size=BIG_SIZE):
    return f"module: 0 disk md_image 0x{place:x} {size} "


def none_left(place, warned=True):
    """The module fits, but no RAM after it is left for the kernel."""
    end = place + BIG_SIZE
    return Fail(line(place, end, "reserved"), judge.TOO_SMALL,
                warnings=[("ODD_HEADROOM", 0, end)] * warned)


def places():
    full = Refuse("MODULE_NO_ROOM", 0, BIG_SIZE)
    fits = BIG_SIZE + PAGE - 1
    yield "no-hole", moved(0), full
    yield "one-byte-short", moved(fits - 1), full
    yield "fits-exactly", moved(fits), none_left(FIRST)
    yield ("headroom-but-a-byte", moved(fits + HEADROOM - 1),
           Warn("ODD_HEADROOM", 0, FIRST + BIG_SIZE, at(FIRST)))
    yield "headroom-exactly", moved(fits + HEADROOM), Good(at(FIRST))
    yield ("higher-for-headroom", moved(
        fits + HEADROOM, (0x10000000, BIG_SIZE + HEADROOM - 1, RAM)),
        Good(at(FIRST)))
    yield ("lower-of-two", moved(
        fits + HEADROOM, (0x10000000, BIG_SIZE + HEADROOM, RAM)),
        Good(at(0x10000000)))
    yield ("fits-below-1-gib", moved(0, (GIB - BIG_SIZE, BIG_SIZE, RAM)),
           none_left(GIB - BIG_SIZE, False))
    yield ("headroom-below-1-gib", moved(
        0, (GIB - BIG_SIZE - HEADROOM, BIG_SIZE + HEADROOM, RAM)),
        Good(at(GIB - BIG_SIZE - HEADROOM)))
    yield ("a-page-less-below-1-gib",
           moved(0, (GIB - BIG_SIZE + 1, BIG_SIZE, RAM)), full)
    yield ("reserved-byte-in-the-hole",
           moved(fits, (FIRST + 7, 1, RESERVED)), full)
    yield ("in-two-equal-parts", moved(
        0, (0x8000000, PAGE, RAM), (0x8001000, BIG_SIZE - PAGE, RAM)),
        none_left(0x8000000))
    h = moved(0, (0x8000000, 8 * MIB, RAM))
    h.at, h.table_at, h.modlist_at, h.cmdline_at = (
        0x8000001 + i * PAGE for i in range(4))
    h.modules[0].cmdline_at = 0x8005000
    yield "over-the-handover", h, Good(at(0x8000000))
    h = moved(0, (8 * MIB, 24 * MIB, RAM))
    h.modules = [Module(FROM, size=3 * MIB),
                 Module(9 * MIB, cmdline=b"b"),
                 Module(GIB + 4 * MIB, size=3 * MIB, cmdline=b"c")]
    yield "around-another", h, None
    h.modules[1].paddr = 12 * MIB
    yield "around-none", h, None
    for count in 509, 510, 511:
        h = Handover(table=no_holes(count))
        h.modules[0].paddr = 8 * MIB
        yield f"{count}-steps-and-a-module", h, None


def headroom():
    """RAM ends soon after the image."""
    home, end = kernel.HOME, kernel.HOME + 2 * PAGE
    for name, modules, where in (("none", [], home),
                                 ("one", [Module(MIB + 7)], end)):
        for more in HEADROOM, HEADROOM - 1, PAGE, 0:
            h = Handover(modules=modules, table=[
                LOW, (MIB, where + more - MIB, RAM)])
            lines = [line(where if modules else MIB, where + more, "ram")]
            if modules:
                lines.append(f"{at(home, len(DATA))}crc32=c9577319")
            yield (f"{name}-{more:x}", h, None if more < HEADROOM - 1 else
                   Good(*lines) if more == HEADROOM else
                   Warn("ODD_HEADROOM", 0, where, *lines))


def cases():
    for name, handover, expect in places():
        yield Case(f"map-place-{name}", handover, expect, BIG)
    for name, handover, expect in headroom():
        yield Case(f"map-headroom-{name}", handover, expect)

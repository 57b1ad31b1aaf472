# SPDX-License-Identifier: BSD-2-Clause
"""M8: where a module goes that lies above 1 GiB."""
from case import Case, Refuse
from cases_map import GIB, LOW, no_holes, PAGE
from handover import Handover, MIB, Module, RAM, RESERVED

BIG = "-M q35 -m 1536"  # RAM above 1 GiB
BIG_SIZE = 0x101000  # more than there is between 1 MiB and the kernel
HOME = GIB + 5  # of a module that has to move
ROOM = 0x20000001  # a hole for it, not aligned


def moved(hole, *more, size=BIG_SIZE):
    """Free for a module are this hole, and 1 to 3 MiB around the kernel."""
    table = [LOW, (MIB, 2 * MIB, RAM), (GIB, GIB // 2, RAM), *more]
    if hole:
        table.append((ROOM, hole, RAM))
    return Handover(table=table, modules=[Module(HOME, size=size)])


def places():
    full = Refuse("MODULE_NO_ROOM", 0, BIG_SIZE)
    first = ROOM - 1 + PAGE
    yield "no-hole", moved(0), full
    yield "one-byte-short", moved(BIG_SIZE + PAGE - 2), full
    yield "fits-exactly", moved(BIG_SIZE + PAGE - 1), None
    yield "fits-below-1-gib", moved(0, (GIB - BIG_SIZE, BIG_SIZE, RAM)), None
    yield ("reserved-byte-in-the-hole",
           moved(BIG_SIZE + PAGE - 1, (first + 7, 1, RESERVED)), full)
    yield "in-two-equal-parts", moved(
        0, (0x8000000, PAGE, RAM), (0x8001000, BIG_SIZE - PAGE, RAM)), None
    h = moved(0, (GIB - 2 * MIB, 2 * MIB, RAM))
    h.at, h.table_at, h.modlist_at, h.cmdline_at = (
        GIB - 0x1000, GIB - 0x3000, GIB - 0x5000, GIB - 0x7000)
    h.modules[0].words_at = GIB - 0x9000
    yield "over-what-was-read", h, None
    h = moved(0, (8 * MIB, 8 * MIB, RAM))
    h.modules = [Module(HOME, size=3 * MIB), Module(
        9 * MIB, words=b"b"), Module(GIB + 4 * MIB, size=3 * MIB, words=b"c")]
    yield "around-another", h, None
    h.modules[1].paddr = 12 * MIB
    yield "around-none", h, None
    for count in 509, 510, 511:
        h = Handover(table=no_holes(count))
        h.modules[0].paddr = 8 * MIB
        yield f"{count}-steps-and-a-module", h, None


def cases():
    for name, handover, expect in places():
        yield Case(f"M8-{name}", handover, expect, BIG)

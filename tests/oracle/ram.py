# SPDX-License-Identifier: BSD-2-Clause
"""Memory that a format takes: RAM by the map, and bytes of the arena."""
from rules import GIB, MIB, PAGE, Defect, to_page
from smap import RAM


HIGHEST = 4 * GIB - 2 * MIB


def highest(boot, size, avoid=()):
    """The highest RAM from 1 MiB on for whole pages; None if there is none.

    Not the image's, a module's, or of the extents to be avoided.
    """
    size = to_page(size)
    taken = [(m.address, m.end) for m in boot.modules if m.size]
    taken += [boot.door.image, *avoid]
    for low, high, kind in reversed(boot.map.ranges()):
        if kind != RAM:
            continue
        low = max(to_page(low), MIB)
        at = min(high, HIGHEST) // PAGE * PAGE - size
        while at >= low:
            clash = [start for start, end in taken
                     if start < at + size and at < end]
            if not clash:
                return at
            at = min(clash) // PAGE * PAGE - size
    return None


def take(boot, size, code):
    """Bytes of the arena, from a multiple of 8 on. Returns their address."""
    start = -(-boot.arena_used // 8) * 8
    if start + size > boot.door.arena_size:
        raise Defect(code, 0, size)
    boot.arena_used = start + size
    return boot.door.arena + start

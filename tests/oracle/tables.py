# SPDX-License-Identifier: BSD-2-Clause
"""Page tables of four levels: what is mapped, and how many tables it takes."""

PAGE = 4096
SIZES = [PAGE << 9 * level for level in range(3)]  # 4 KiB, 2 MiB, 1 GiB


class Tables:
    """new() is called for each table when it is needed."""

    def __init__(self, new, huge):
        self.new, self.huge = new, huge
        self.there = set()  # (level, index)
        self.pending = []
        self.ranges = []  # [start, end, physical, flags]

    def add(self, start, end, physical, flags):
        """Adds a range to those that map() maps; no byte is mapped twice."""
        if self.pending:
            last = self.pending[-1]
            if last[0] <= start < last[1]:
                physical += last[1] - start
                start = last[1]
                if start >= end:
                    return
            if (last[1] == start and last[3] == flags
                    and physical - last[2] == start - last[0]):
                last[1] = end
                return
        self.pending.append([start, end, physical, flags])

    def need(self, level, at):
        key = level, at // (PAGE << 9 * level)
        if key not in self.there:
            self.there.add(key)
            self.new()

    def map(self):
        for start, end, physical, flags in self.pending:
            self.need(4, 0)
            self.fill(start, end, physical - start)
            self.ranges.append((start, end, physical, flags))
        self.pending = []

    def fill(self, at, end, delta):
        while at < end:
            size = PAGE
            for bigger in SIZES[1:2 + self.huge]:
                if (at % bigger == 0 and (at + delta) % bigger == 0
                        and at + bigger <= end):
                    size = bigger
            level = SIZES.index(size)
            for above in 3, 2, 1:
                if above > level:
                    self.need(above, at)
            # As many pages of this size as the table holds.
            table = PAGE << 9 * (level + 1)
            stop = min(end, (at // table + 1) * table)
            at += (stop - at) // size * size

    def lines(self):
        merged = []
        for start, end, physical, flags in sorted(self.ranges):
            last = merged[-1] if merged else None
            if (last and last[1] == start and last[3] == flags
                    and physical - last[2] == start - last[0]):
                last[1] = end
            else:
                merged.append([start, end, physical, flags])
        return [f"page {start:x} {end - start:x} {physical:x} {flags}"
                for start, end, physical, flags in merged]

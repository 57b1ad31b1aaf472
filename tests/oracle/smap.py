# SPDX-License-Identifier: BSD-2-Clause
"""The memory map as arch/pvh/RULES keeps it, rule 2."""
import bisect

TOP = 1 << 64
STEPS_MAX = 512
HOLE, RAM, RESERVED = 0, 1, 2  # as metadata.h's SMAP_TYPE_*


class Map:
    """The memory map as steps: from starts[i] on it is types[i]."""
    RANK = {HOLE: 0, RAM: 1, 7: 2, 3: 3, 4: 4, RESERVED: 5, 6: 7, 5: 8}
    UNKNOWN = 6

    def __init__(self):
        self.starts, self.types = [0], [HOLE]

    def cut(self, at):
        i = bisect.bisect_left(self.starts, at)
        if at < TOP and self.starts[i:i + 1] != [at]:
            self.starts.insert(i, at)
            self.types.insert(i, self.types[i - 1])

    def merge(self, start, end, kind):
        """False if the steps do not fit."""
        if (self.starts[-1] == start and self.types[-1] == HOLE
                and self.types[-2:-1] == [kind] and end < TOP
                and len(self.starts) <= STEPS_MAX - 2):
            self.starts[-1] = end
            return True
        self.cut(start)
        self.cut(end)
        if len(self.starts) > STEPS_MAX:
            return False
        rank = self.RANK.get(kind, self.UNKNOWN)
        for i in range(bisect.bisect_left(self.starts, start),
                       bisect.bisect_left(self.starts, end)):
            if rank > self.RANK.get(self.types[i], self.UNKNOWN):
                self.types[i] = kind
        return True

    def ranges(self):
        """[start, end, type] from below: no holes, equal neighbours as one."""
        result = []
        for start, end, kind in zip(self.starts, self.starts[1:] + [TOP],
                                    self.types):
            if kind == HOLE:
                continue
            if result and result[-1][1:] == [start, kind]:
                result[-1][1] = end
            else:
                result.append([start, end, kind])
        return result

    def is_ram(self, start, end):
        return any(low <= start and end <= high and kind == RAM
                   for low, high, kind in self.ranges())

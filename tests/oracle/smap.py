# SPDX-License-Identifier: BSD-2-Clause
"""The memory map as arch/pvh/RULES keeps it, rule 2."""

TOP = 1 << 64
STEPS_MAX = 512
HOLE, RAM, RESERVED = 0, 1, 2  # as memmap.h's MEMMAP_*


class Map:
    """The memory map as steps: from starts[i] on it is types[i]."""
    RANK = {HOLE: 0, RAM: 1, 7: 2, 3: 3, 4: 4, RESERVED: 5, 6: 7, 5: 8}
    UNKNOWN = 6

    def __init__(self):
        self.starts, self.types = [0], [HOLE]

    def steps(self):
        """[start, end, type] of each, from below."""
        return zip(self.starts, self.starts[1:] + [TOP], self.types)

    def rank(self, kind):
        return self.RANK.get(kind, self.UNKNOWN)

    def merge(self, start, end, kind):
        """False if the steps do not fit."""
        starts, types = [], []
        for low, high, was in self.steps():
            now = kind if self.rank(kind) > self.rank(was) else was
            # What of the step is below, in and above the range.
            cuts = [sorted((low, at, high))[1] for at in (start, end)]
            for first, last, is_now in zip([low] + cuts, cuts + [high],
                                           (was, now, was)):
                if first < last and types[-1:] != [is_now]:
                    starts.append(first)
                    types.append(is_now)
        if len(starts) > STEPS_MAX:
            return False
        self.starts, self.types = starts, types
        return True

    def ranges(self):
        """The steps that are no holes."""
        return [step for step in self.steps() if step[2] != HOLE]

    def is_ram(self, start, end):
        return any(low <= start and end <= high and kind == RAM
                   for low, high, kind in self.ranges())

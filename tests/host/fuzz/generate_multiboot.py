# SPDX-License-Identifier: BSD-2-Clause
"""Random cases for the Multiboot formats: those of generate.py, each with a
kernel that has headers, of which most are as they should be."""
import random
import struct

from generate import Case, GIB, KIB, MIB, PAGE

IMAGE, IMAGE_SIZE = 0x200000, 0x80123
ARENA = 192 * KIB
OPTIONS = struct.Struct("<BBHIIIII")
MAGIC1, MAGIC2 = 0x1BADB002, 0xE85250D6


def checked(r, *words):
    """Words whose sum, with one more, is 0; or, seldom, is not."""
    last = -sum(words) + r.choice([0] * 15 + [1])
    return (*(w % (1 << 32) for w in words), last % (1 << 32))


class MultibootCase(Case):
    """A kernel's headers, and what a loader says of it."""

    def header1(self):
        r = self.r
        flags = sum(r.choice([0, bit]) for bit in (1, 2, 4, 1 << 16))
        if r.random() < 0.2:
            flags |= 1 << r.randrange(32)
        mode = [r.choice([0, 1, 2]), *self.mode()]
        header = checked(r, MAGIC1, flags)
        return struct.pack("<12I", *header, *[0] * 5, *mode)[
            :r.choice([12, 48, 48])]

    def mode(self):
        return self.r.choice([(0, 0, 0), (1024, 768, 32), (800, 600, 16)])

    def tag(self):
        r = self.r
        kind = r.choice([1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
        flags = r.choice([0, 0, 1, 2])
        data = {
            1: [r.choice([*range(1, 22)] * 3 + [0, 22, 1 << 31])
                for _ in range(r.randrange(5))],
            4: [r.randrange(4)], 5: self.mode(), 2: [0] * 4, 3: [0], 8: [0],
            9: [0], 10: [0] * 4}.get(kind, [])
        data = struct.pack(f"<{len(data)}I", *data)
        if r.random() < 0.04:
            kind = r.choice([0, 11, 0xFFFF])
        if r.random() < 0.04:
            data = data[:-r.randrange(5)] if data else b"abc"
        size = 8 + len(data)
        if r.random() < 0.04:
            size = r.choice([0, 7, size + 8, 0xFFFFFFFF, 0xFFFFFFF8])
        return (struct.pack("<HHI", kind, flags, size) + data
                + bytes(-len(data) % 8))

    def header2(self):
        r = self.r
        tags = b"".join(self.tag() for _ in range(r.choice([0, 1, 2, 3, 5])))
        if r.random() < 0.95:
            tags += struct.pack("<HHI", 0, 0, 8)
        length = 16 + len(tags)
        if r.random() < 0.1:
            length = r.choice([0, 15, 16, 23, length - 1, length - 8,
                               length + 8, 32 * KIB, 0xFFFFFFFF])
        machine = r.choice([0] * 15 + [4])
        magic, machine, length, total = checked(r, MAGIC2, machine, length)
        return struct.pack("<4I", magic, machine, length, total) + tags

    def make_headers(self):
        r = self.r
        for _ in range(r.choice([0, 1, 1, 1, 2, 3])):
            first = r.random() < 0.5
            data = self.header1() if first else self.header2()
            end = (8 if first else 32) * KIB
            at = r.choice([0, 0, 64, r.randrange(end), end - len(data),
                           end - len(data) + 8, end - 12, end - 4, end])
            if r.random() < 0.9:
                at -= at % (4 if first else 8)
            self.give(IMAGE + at, data)

    def finish(self, command, root, reserved=0):
        super().finish(command, root, reserved)
        self.make_headers()

    def bytes(self):
        r = self.r
        start = end = 0
        if r.random() < 0.3:
            start = r.choice([MIB, 4 * MIB, GIB, 9 * MIB, 16 * MIB])
            end = start + r.choice([PAGE, MIB, 8 * MIB])
        sections = r.choice([0, 0, 0, 1, 7, r.randrange(4000), 0xFFFF])
        size = r.choice([IMAGE_SIZE, IMAGE_SIZE, r.randrange(40 * KIB), 0,
                         r.randrange(100)])
        arena = ARENA
        if r.random() < 0.2:
            arena = r.randrange(8 * KIB) // 8 * 8
        return OPTIONS.pack(
            r.choice([0, 0, 1, 2]), r.randrange(2), sections, size, start,
            end, r.choice([start, 0xFFFFFFFF]), arena) + super().bytes()


def cases(seed, count):
    """Random cases, always the same ones for a seed."""
    r = random.Random(seed)
    for _ in range(count):
        case = MultibootCase(r)
        case.make()
        for _ in range(r.choice([0, 0, 0, 1, 2])):
            case.break_field()
        yield case.bytes()

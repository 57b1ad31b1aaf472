# SPDX-License-Identifier: BSD-2-Clause
"""Random cases for the Limine boot protocol: those of generate.py, each with a
kernel that has requests, of which most are as they should be."""
import pathlib
import random
import re
import struct

from generate import Case, GIB, KIB, MIB, PAGE

ABI = (pathlib.Path(__file__).parents[3]
       / "arch/pvh/limine/limine_abi.h").read_text()
KINDS = [(name, int(a, 16), int(b, 16)) for name, a, b in re.findall(
    r"X\(LIMINE_(\w+), (0x\w+)ull, (0x\w+)ull\)", ABI)]
WORDS = {name: int(value, 16) for name, value in re.findall(
    r"#define LIMINE_(\w+_[0-3]) +(0x\w+)ull", ABI)}
BASE = 0xFFFFFFFF80000000
ARENA = 192 * KIB
OPTIONS = struct.Struct("<4BIIQQIII8s")
SEGMENT = struct.Struct("<QII")
NAMES = [b"a", b"b", b"/boot/a", b"boot/a", b"/a", b"module0", b"c/d", b"",
         b"/", b"initrd"]


def bcd(n):
    return n // 10 * 16 + n % 10


class LimineCase(Case):
    """A kernel's requests, and what a loader says of it."""

    def __init__(self, r):
        super().__init__(r)
        self.paddr, self.virtual = 0x200000, BASE + 0x200000
        self.size = 0x81000
        if r.random() < 0.6:
            self.paddr = r.choice([4 * MIB, 6 * MIB, 0x2C0000, MIB, PAGE,
                                   16 * MIB - 0x4000, GIB])
            self.virtual = BASE + r.choice([
                0, 0x100000, 0x200000, 0x1FF000, GIB, GIB - 0x4000])
            self.size = PAGE * r.choice([1, 2, 3, 5, 16, 200])
        if r.random() < 0.02:
            self.virtual += r.choice([-PAGE, -GIB, 2 * GIB - PAGE])
        self.low = r.choice([0, 0, r.randrange(self.size)]) // 8 * 8
        self.strings = []

    def line(self, choice=()):
        r = self.r
        if r.random() < 0.4:
            return super().line()
        name = r.choice(NAMES)
        return r.choice([b"", b"", b" ", b"\t\n"]) + name + r.choice(
            [b"", b" ", b" x y", b"\tz  "])

    def words(self, name):
        """What follows the response in a request."""
        r = self.r
        if name == "STACK":
            return [r.choice([0, 1, 0x10000, 0x10001, MIB, MIB + 8, 0x11FFF,
                              r.choice([GIB, 1 << 63, (1 << 64) - 1])])]
        if name == "ENTRY":
            return [self.virtual + r.choice([0, 8, self.size - 1, self.size,
                                             -1])]
        if name == "PAGING":
            return [r.randrange(2), r.randrange(2),
                    r.choice([0, 0, 0, 0, 0, 0, 1])]
        if name == "MODULES":
            return self.internal()
        return [0]

    def in_image(self, data, at=None):
        """Puts bytes into the image's second half; their virtual address."""
        if at is None:
            at = self.next_own
            self.next_own += -(-len(data) // 8) * 8
        self.give(self.paddr + at, data)
        return (self.virtual + at) % (1 << 64)

    def internal(self):
        r = self.r
        count = r.choice([0, 1, 1, 2, 3])
        edge = r.random() < 0.1
        elements = []
        for i in range(count):
            path = self.in_image(r.choice(NAMES) + b"\0")
            string = self.in_image(r.choice([b"", b"s", b"some words"])
                                   + b"\0")
            if edge:
                bad = (self.virtual + r.choice(
                    [-1, self.size, self.size - 1, 0x1000000])) % (1 << 64)
                path, string = r.choice([(path, bad), (bad, string)])
            at = None
            if edge and r.random() < 0.5:
                at = self.size - r.choice([24, 16])
            elements.append(self.in_image(struct.pack(
                "<QQQ", path, string, r.choice([0, 0, 0, 1, 2])), at))
            if r.random() < 0.02:
                elements[-1] = r.choice([0, 1 << 40, 1 << 63])
        where = self.in_image(struct.pack(f"<{count}Q", *elements),
                              self.size - 8 * count
                              + r.choice([0, 0, 8]) if edge else None)
        if r.random() < 0.02:
            where, count = r.choice([(0, 1), (where, 1 << 61), (where, 600),
                                     (0, 0)])
        return [count, where]

    def make_requests(self):
        r = self.r
        self.next_own = self.size // 2 // 8 * 8
        chosen = [k for k in KINDS if r.random() < 0.6]
        r.shuffle(chosen)
        if r.random() < 0.03 and chosen:
            chosen.append(r.choice(chosen))
        parts = []
        for name, id2, id3 in chosen:
            revision = r.choice([0, 1, 1, 5])
            words = [WORDS["ID_0"], WORDS["ID_1"], id2, id3, revision,
                     r.choice([0, 0, 0, 7]), *self.words(name)]
            parts.append(words)
        if r.random() < 0.1:
            parts.append([WORDS["ID_0"], WORDS["ID_1"], 1, 2, 0, 0])
        if r.random() < 0.85:
            for _ in range(r.choice([1] * 30 + [2])):
                parts.insert(r.randrange(len(parts) + 1), [
                    WORDS["TAG_0"], WORDS["TAG_1"],
                    r.choice([0, 1, 2, 3, 3, 3] * 6 + [4, 1 << 63])])
        if r.random() < 0.3:
            at = r.choice([0, r.randrange(len(parts) + 1)])
            parts.insert(at, [WORDS[f"START_{i}"] for i in range(4)])
        if r.random() < 0.3:
            at = r.choice([len(parts), r.randrange(len(parts) + 1)])
            parts.insert(at, [WORDS[f"END_{i}"] for i in range(2)])
        words = []
        for part in parts:
            words += part + [0] * r.choice([0, 0, 1, 5])
        data = struct.pack(f"<{len(words)}Q", *(w % (1 << 64) for w in words))
        at = 0
        if r.random() < 0.3:
            at = max(0, self.size - len(data)
                     + r.choice([0, 8, 16, 24, 40, 64]))
        if at + len(data) > self.next_own and r.random() < 0.9:
            at = max(0, self.size - len(data))
        if r.random() < 0.03:
            at += 4
        data = data[:self.size - at]
        self.give(self.paddr + at, data)

    def finish(self, command, root, reserved=0):
        super().finish(command, root, reserved)
        self.make_requests()

    def make_map(self):
        super().make_map()
        self.map = [(low, size if low < 4 * GIB else size % (64 * GIB), kind)
                    for low, size, kind in self.map]
        if self.r.random() < 0.3:
            self.map.append((MIB, self.r.choice([128, 1024, 3000]) * MIB, 1))
        if self.r.random() < 0.1:
            self.map.append((self.r.choice([1 << 46, (1 << 46) - PAGE]),
                             self.r.randrange(1, 4 * PAGE), 1))

    def clock(self):
        r = self.r
        time = [r.choice([20] * 5 + [19, 29, 30]), r.randrange(100), r.randint(1, 12), r.randint(1, 28),
                r.randrange(24), r.randrange(60), r.randrange(60)]
        if r.random() < 0.1:
            i = r.randrange(7)
            time[i] = r.choice([0, 12, 13, 19, 23, 24, 25, 29, 30, 31, 32,
                                59, 60, 61, 99])
        status = r.choice([2, 2, 2, 6, 0, 4]) | r.choice([0, 0x80, 1])
        if not status & 2:
            time[4] = r.choice([time[4], time[4] % 12 + 1])
        if not status & 4:
            time = [bcd(n) for n in time]
        if not status & 2:
            time[4] |= r.choice([0, 0x80])
        if r.random() < 0.1:
            time[r.randrange(7)] = r.randrange(256)
        return bytes(time) + bytes([status])

    def bytes(self):
        r = self.r
        machine = r.randrange(16)
        if any(size > 64 * GIB for _, size, _ in self.map):
            machine |= 2
        entry = r.choice([0, self.virtual])
        file = size = path = 0
        if r.random() < 0.5:
            size = r.choice([0, 1, PAGE, 0x12345])
            file = r.choice([8 * MIB, 8 * MIB + 8, self.paddr,
                             0x3FFFF000, 0x2C0000])
            path = r.randrange(1, 4)
        arena = ARENA
        if r.random() < 0.15:
            arena = r.randrange(8 * KIB) // 8 * 8
        count = r.choice([1, 2, 3, 4, 4])
        segments = [(self.virtual + r.choice([
            0, PAGE, r.randrange(self.size)]), r.choice(
                [0, self.size, r.randrange(self.size) + 1, PAGE]),
                     r.randrange(8)) for _ in range(4)]
        if r.random() < 0.5:
            segments[0] = (self.virtual, self.size, 7)
        return OPTIONS.pack(
            machine, count, path, r.randrange(4) == 0, self.paddr, self.size,
            self.virtual % (1 << 64), entry % (1 << 64), file, size, arena,
            self.clock()) + b"".join(
                SEGMENT.pack(start % (1 << 64), size, flags)
                for start, size, flags in segments) + super().bytes()


def cases(seed, count):
    """Random cases, always the same ones for a seed."""
    r = random.Random(seed)
    for _ in range(count):
        case = LimineCase(r)
        case.make()
        for _ in range(r.choice([0, 0, 0, 1])):
            case.break_field()
        yield case.bytes()

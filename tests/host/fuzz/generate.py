# SPDX-License-Identifier: BSD-2-Clause
"""generate.py FOLDER: writes the cases at the door's limits, a file each.

As a module it also makes random cases: good ones, in which up to three fields
are then broken.

A case is bytes: the address of start_info (u32), then chunks, address (u32),
size (u16) and so many bytes, that are written to memory in order.
"""
import os
import random
import struct
import sys

KIB, MIB, GIB, TOP = 1 << 10, 1 << 20, 1 << 30, 1 << 64
PAGE = 4 * KIB
CHUNK = 0xFFFF  # bytes, the longest
MAGIC = 0x336EC578
INFO, MODLIST, MAP, STRINGS, RSDP = 0x6003, 0x7001, 0x9001, 0x11001, 0xF5A00
EDGES = [0, 1, 2, 0xFF, 0x400, 0x40E, 0x500, PAGE, 0x9FC00, 0xA0000, 0xE0000,
         MIB, 0x200000, 0x280123, 0x282000, 0x2C0000, 0x4C0000, GIB, 2 * GIB,
         4 * GIB, 1 << 40, INFO, MODLIST, MAP, STRINGS, TOP >> 1, TOP]
WORDS = [b"-v", b"-asS9600", b"-S", b"-x\xff", b"boot_single", b"boot_ddb=NO",
         b"boot_mute=No", b"boot_verbose=0", b"boot_cdrom=", b"a=1", b"a=2",
         b"ab", b"a", b"'x y'=z", b'"q', b"r='", b"=v", b"'='", b"''",
         b"loader=me", b"acpi.rsdp=0", b"b='c \"d'\"e\"", b"-", b"--", b"\x01",
         b"type=", b"type=raw", b"/boot/initrd", b"comconsole_speed=1", b"\\",
         b"'-'v", b"boot_", b"boot_serial=yes", b"-'a b'", b"=", b"\xc3\xa4",
         b"'--'", b"---", b"virtio_mmio.device=4K@0xc0002000:6", b".device",
         b"x.device=1", b"'a .device'=b", b"a.devices=1"]
TEXT = [w for w in WORDS if all(32 <= b < 127 for b in w)]
BLANKS = [b" ", b" ", b"  ", b"\t", b"\n", b"\r", b" \r\n"]
# Offset and size of start_info's fields, and of the entries of its tables.
INFO_FIELDS = [(0, 4), (4, 4), (8, 4), (12, 4), (16, 8), (24, 8), (32, 8),
               (40, 8), (48, 4)]
MODULE_FIELDS = [(0, 8), (8, 8), (16, 8)]
MAP_FIELDS = [(0, 8), (8, 8), (16, 4)]


def rsdp(revision, length=36):
    table = bytearray(struct.pack("<8s7xB4xI", b"RSD PTR ", revision, length))
    table += bytes(36 - len(table))
    table[8] = -sum(table[:20]) & 0xFF
    table += bytes(max(0, length - 36))
    table[32] = -sum(table[:length]) & 0xFF
    return bytes(table)


class Case:
    """Structures that refer to one another, and their bytes."""

    def __init__(self, r):
        self.r = r
        self.chunks = []
        self.next = STRINGS
        self.info_at = INFO if r.random() < 0.8 else self.edge() % (4 * GIB)
        self.version = 1
        self.map, self.modules = [], []

    def edge(self):
        r = self.r
        delta = r.choice([0, 0, r.randint(-64, 64), -r.randint(1, 4),
                          r.randint(-520, 520) * PAGE])
        return (r.choice(EDGES) + delta) % TOP

    def give(self, at, data):
        self.chunks.append((at, data))
        return at

    def give_string(self, data):
        at = self.next
        self.next += len(data) + 1
        return self.give(at, data + b"\0")

    def line(self, choice=tuple(WORDS)):
        r = self.r
        count = r.choice([0, 1, 2, 4, 8, r.choice([20, 200])])
        words = (r.choice(choice) + b"%d" % r.randrange(40)
                 * (r.random() < 0.2) for _ in range(count))
        line = b"".join(w + r.choice(BLANKS) for w in words)
        return line if r.random() < 0.5 else line.strip()

    def make_map(self):
        r = self.r
        self.map = [(0, 0x9FC00, 1), (0xF0000, 0x10000, 2),
                    (MIB, 16 * MIB, 1), (GIB, MIB, 1)]
        if r.random() < 0.2:  # little room after the image
            size = r.choice([2 * MIB, 0, PAGE]) + r.randrange(10) * PAGE
            self.map[2] = (MIB, 0x2C0000 - MIB + size, 1)
        if r.random() < 0.2:
            self.map.append((4 * GIB - r.choice([0, PAGE]), 2 * GIB, 1))
        for i in range(r.choice([0, 0, 1, 2, 4, 8, r.choice([30, 300])])):
            kind = r.choice([1, 1, 1, 2, 3, 4, 5, 6, 7, 8, 0, 1 << 31])
            low = r.choice([self.edge(), (32 + i) * MIB, (32 + i) * MIB])
            size = r.choice([r.randrange(4 * MIB), PAGE * r.randrange(300),
                             self.edge()])
            self.map.append((low, size, kind))
        if r.random() < 0.2:
            r.shuffle(self.map)

    def home(self, size):
        """An address for a module of this size, mostly a possible one."""
        r = self.r
        if self.modules and r.random() < 0.2:  # they share bytes
            at, other, _ = r.choice(self.modules)
            return (at + r.randint(-size, other)) % TOP
        at = r.choice([
            0x2C0000, 0x4C0000, 5 * MIB, GIB, GIB, 8 * MIB, 0x10000,
            6 * GIB, r.randrange(4 * GIB, 1 << 40), 4 * GIB - size // 2,
            4 * GIB - size, (1 << 40) - size, (1 << 40) - size + 1,
            0x200000 - size, 0x2C0000 - size // 2, 0x282000 - size,
            32 * MIB, 0x9F000, self.edge()])
        return (at + r.choice([0, 0, r.randrange(0x8000)])) % TOP

    def make_modules(self):
        r = self.r
        shared = self.give_string(self.line(TEXT))
        for i in range(r.choice([0, 0, 1, 2, 3, 5, r.choice([11, 64, 65])])):
            size = r.choice([r.randrange(0x3000), PAGE, r.randrange(MIB), 0])
            at = self.home(size)
            words = r.choice([0, shared, shared, None, None, 0x202000F18F5])
            if words is None:
                words = self.give_string(
                    self.line(r.choice([TEXT, TEXT, WORDS])))
            self.modules.append((at, size, words))
            if size and at + size < 4 * GIB:
                self.give(at, b"%d" % i * 7)
                self.give(at + size - 1, b"e")

    def make_rsdp(self):
        r = self.r
        at = r.choice([RSDP, RSDP, 0xE0000, 0xFFFF0, 0x9F800, self.edge()])
        table = rsdp(r.choice([0, 1, 2, 2, 3]), r.choice([36, 36, 40, 20]))
        if r.random() < 0.2:
            i = r.randrange(len(table))
            table = table[:i] + bytes([r.randrange(256)]) + table[i + 1:]
        self.give(at % (4 * GIB), table)
        if r.random() < 0.5:
            self.give(0x40E, struct.pack("<H", r.choice(
                [0x9F80, 0x9FC0, 0x50, 0x9FFE, 0x9FFF, r.randrange(65536)])))
        return at if r.random() < 0.7 else 0

    def make(self):
        r = self.r
        self.make_map()
        self.make_modules()
        command = self.give_string(self.line()) if r.random() < 0.9 else 0
        root = self.make_rsdp()
        self.finish(command, root)

    def finish(self, command, root, reserved=0):
        self.give(MAP, b"".join(struct.pack("<QQII", *e, 0)
                                for e in self.map))
        self.give(MODLIST, b"".join(struct.pack("<QQQQ", *m, 0)
                                    for m in self.modules))
        self.give(self.info_at, struct.pack(
            "<IIIIQQQQII", MAGIC, 1, 0, len(self.modules), MODLIST, command,
            root, MAP, len(self.map), reserved))

    def field(self):
        r = self.r
        where = r.randrange(4)
        if where == 0 and self.modules:
            offset, size = r.choice(MODULE_FIELDS)
            return MODLIST + 32 * r.randrange(len(self.modules)) + offset, size
        if where == 1:
            offset, size = r.choice(MAP_FIELDS)
            return MAP + 24 * r.randrange(len(self.map)) + offset, size
        if where == 2:
            return self.next - r.randrange(self.next - STRINGS), 1
        offset, size = r.choice(INFO_FIELDS)
        return self.info_at + offset, size

    def harmful(self, at, value):
        """Whether it is a count of map entries that takes very long."""
        return at == self.info_at + 48 and 4000 < value < GIB // 8

    def break_field(self):
        r = self.r
        at, size = self.field()
        value = r.choice([self.edge(), r.randrange(9), self.edge(), INFO, MAP])
        value %= 1 << 8 * size
        if not self.harmful(at, value) and at < 4 * GIB:
            self.give(at, value.to_bytes(size, "little"))

    def bytes(self):
        chunks = [(at + i, data[i:i + CHUNK]) for at, data in self.chunks
                  for i in range(0, len(data), CHUNK)]
        return struct.pack("<I", self.info_at) + b"".join(
            struct.pack("<IH", at % (4 * GIB), len(data)) + data
            for at, data in chunks)


def whole(r, table):
    """A case with nothing broken, and nothing in it but a map."""
    case = Case(r)
    case.info_at = INFO
    case.map = table
    return case


def limits(ram):
    """(map, modules, command line) at the door's limits, and one beyond."""
    for count in (512, 511, 510, 257, 256, 255, 254):
        yield [(i * 2 * PAGE + MIB, PAGE, 1 + i % 2 * 6)
               for i in range(count)], [], b"-v"
    yield ram + [(TOP - PAGE, PAGE, 2), (TOP - PAGE, 16, 1)], [], b""
    yield [(0, TOP - 1, 1), (TOP - 1, 1, 1)], [], b""
    for count in (64, 65):
        yield ram, [(8 * MIB + i, 1, b"x") for i in range(count)], b""
    for length in (65534, 65535, 65536):
        yield ram, [], b"a" * length
    for count in (1021, 1022, 1023, 1024, 1025):
        yield ram, [], b" ".join(b"v%d" % i for i in range(count))
    yield ram, [], b"-S9 " + b" ".join(b"v%d" % i for i in range(1022))
    yield ram, [], b" ".join(b"v%d" % i for i in range(1022)) + b" -S9"
    yield ram, [], b" ".join(b"v%d" % i for i in range(1023)) + b" -S9"
    for count in range(252, 257):
        for odd in (0, 1):
            yield ([(i * 4 * PAGE + MIB + odd, 3 * PAGE, 1)
                    for i in range(count)], [(MIB + 16, 5, b"x")], b"")
    # RAM that is enough for none or some of the modules, with headroom or not.
    for size in (1, PAGE - 1, PAGE, PAGE + 1, 3 * PAGE, 3 * PAGE + 1):
        modules = [(GIB + 16, size, b"x"), (GIB + 16, size, b"y"),
                   (GIB - 5, 10, None), (GIB - 4, size, None)]
        for room in (PAGE, 3 * PAGE, 4 * PAGE, 8 * PAGE, 64 * PAGE,
                     2 * MIB + PAGE, 2 * MIB + 7 * PAGE):
            yield ([(2 * MIB, 0xC0000, 1), (5 * MIB + 1, room, 1),
                    (GIB - 5, MIB, 1)], modules, b"")
            yield ([(2 * MIB, 0xC0000 + room, 1), (GIB, MIB, 1)],
                   modules[:2] + [(0x2C0000 + room - 9, 9, b"z")], b"")
    for end in (GIB - 1, GIB, GIB + 1):
        for start in (end - PAGE, end - 2 * PAGE, end - 2 * MIB - 2 * PAGE):
            yield ([(2 * MIB, 0xC0000, 1), (start, end - start, 1)],
                   [(GIB + 16, PAGE, b"x")], b"")
    # Modules where they could stay, or nearly, and on one another's places.
    for at in (0x2C0000, 0x2C0001, 0x2C0FFF, 0x2C1000, 0x4BFFFF, 0x4C0000):
        for size in (1, PAGE, PAGE + 1, 5 * PAGE):
            yield ram, [(at, size, b"x")], b""
            # It must go up, but not over itself.
            yield ram, [(at - 9, 9, b"x"), (at, size, b"y")], b""
            yield [(2 * MIB, 0xC0000, 1), (at + PAGE - 1, 8 * MIB, 1)], [
                (at, size, b"x")], b""
            yield ram, [(at + 0x201000, PAGE, b"x"), (at, size, b"y")], b""
            yield ram, [(at + 3, size, b"x"), (at, size, b"y"),
                        (0x2C0000, size, b"z")], b""
    # The second one fits where there was no headroom for the first.
    yield ([(2 * MIB, 0xC0000 + 2 * MIB + PAGE, 1), (8 * MIB, 8 * MIB, 1)],
           [(9 * MIB, 2 * PAGE, b"x"), (10 * MIB, PAGE, b"y")], b"")
    # In and out of reach, in no RAM, in the image.
    for at in (4 * GIB - 1, 4 * GIB, 4 * GIB - PAGE, 6 * GIB, (1 << 40) - PAGE,
               (1 << 40) - PAGE + 1, (1 << 40) - 1, 1 << 40, TOP - PAGE,
               TOP - 1, 0, 1, 0x281FFF, 0x282000, 0x2BFFFF, 0x200000 - PAGE,
               0x200000 - PAGE + 1, 0x9F000, 128 * MIB):
        for size in (0, 1, PAGE, TOP - 1):
            for more in ([], [(4 * GIB, 1 << 36, 1)]):
                yield (ram + more, [(9 * MIB, 2, b"n"), (at, size, b"x"),
                                    (7 * MIB, 5, b"m")], b"")
    for text in (b"\x7f", b"\x1f", b"~ ", b"a\t\r\n b", b"\x80", b"a\xff"):
        yield ram, [(8 * MIB, 1, text)], b""
    for line in (b"-v -- -s -Z", b"-- -v", b"-v '--' -s", b"--a -v", b"- -v",
                 b"-- a=1 -- a=2", b"-S--", b"--S1 -v"):
        yield ram, [], line
    for line in (b"v.device=1 v.device=2", b".device .device=1",
                 b"a.device=1 'a.device'=1 a.devic=1 a.devic=2",
                 b"device=1 device=2"):
        yield ram, [], line
    for count in (1022, 1023, 1024):
        yield ram, [], b" ".join([b"v.device=1"] * count)
    # So many bytes of the arena are left after the strings.
    for left in [*range(80), *range(80, 500, 4)]:
        modules = [(8 * MIB, 1, b"n" * 30000)] * 6
        modules.append((8 * MIB, 1, b"m" * (16598 - left)))
        yield ram, modules, b"-S9"[left % 3:]
        if left < 16:
            yield ram, modules + [(0, 0, None)] * (left % 3), b""


def roots():
    """RSDPs: address, revision, length, and the EBDA's segment or 0."""
    yield 0x281000, 2, 4096, 0  # up to the door
    yield 0x281001, 2, 4096, 0
    yield 0x281FEC, 0, 20, 0
    yield 0x281FED, 0, 20, 0
    yield 0x281FDD, 2, 36, 0
    yield GIB, 2, 4097, 0
    for at in (0x9F800, 0x9FBF0, 0x9FC00, 0x9FFE0, 0x9FFEC, 0x9FFF0, 0x500,
               0xE0000, 0xFFFF0, 0x100000):
        for segment in (at >> 4, (at >> 4) - 1, 0x9F80, 0x4F, 0x9FFE, 0x9FFF):
            yield at, 0, 20, segment


def fixed():
    """The cases of limits() and roots(), as bytes."""
    r = random.Random(0)
    ram = [(0, 0x9FC00, 1), (MIB, 64 * MIB, 1)]
    for table, modules, line in limits(ram):
        case = whole(r, table)
        strings = {}
        for at, size, words in modules:
            if words is not None and words not in strings:
                strings[words] = case.give_string(words)
            case.modules.append((at, size, strings.get(words, 0)))
            if at + size < 4 * GIB and size < MIB:
                case.give(at, r.randbytes(size))
        case.finish(case.give_string(line), RSDP)
        yield case.bytes()
    for at, count in ((0, 1), (0, 65), (0x282000, 1), (0x282000, 65),
                      (4 * GIB - 32, 1), (4 * GIB - 32, 2), (TOP - 32, 1),
                      (MODLIST, 65), (MODLIST, 0xFFFFFFFF), (0, 0)):
        case = whole(r, ram)
        case.finish(case.give_string(b"-v"), RSDP)
        case.give(INFO + 12, struct.pack("<IQ", count, at))
        yield case.bytes()
    for at, revision, length, segment in roots():
        case = whole(r, ram)
        case.give(at, rsdp(revision, length))
        case.give(0x40E, struct.pack("<H", segment & 0xFFFF))
        line = case.give_string(b"boot_mute=nop")
        case.finish(line, 0 if segment else at, reserved=1)
        yield case.bytes()


def cases(seed, count):
    """Random cases, always the same ones for a seed."""
    r = random.Random(seed)
    for _ in range(count):
        case = Case(r)
        case.make()
        for _ in range(r.choice([0, 0, 1, 1, 2, 3])):
            case.break_field()
        yield case.bytes()


def main(folder):
    os.makedirs(folder, exist_ok=True)
    for i, case in enumerate(fixed()):
        with open(os.path.join(folder, f"{i:03}"), "wb") as f:
            f.write(case)


if __name__ == "__main__":
    main(sys.argv[1])

# SPDX-License-Identifier: BSD-2-Clause
"""arch/pvh/limine/RULES: each rule a function, good_boot() all but 15."""
import calendar
import dataclasses
import re
import struct

import ram
import tables
from cases import crc32, lines, module_crc32, read_case, text
from rules import (BLANKS, GIB, KIB, KIT, MIB, NO_INDEX, PAGE, Boot, Defect,
                   Door, core, to_page)
from smap import HOLE, RAM, RESERVED, TOP

# limine_abi.h
ABI = (KIT / "limine/limine_abi.h").read_text()
KINDS = {(int(a, 16), int(b, 16)): name for name, a, b in re.findall(
    r"X\(LIMINE_(\w+), (0x\w+)ull, (0x\w+)ull\)", ABI)}
WORDS = {name: int(value, 16) for name, value in re.findall(
    r"#define LIMINE_(\w+_[0-3]) +(0x\w+)ull", ABI)}
ID, TAG, START, END = ([WORDS[f"{name}_{i}"] for i in range(count)]
                       for name, count in (("ID", 2), ("TAG", 2),
                                           ("START", 4), ("END", 2)))
assert len(KINDS) == 15

HHDM = 0xFFFF800000000000
LEAST = 0xFFFFFFFF80000000
(USABLE, MEM_RESERVED, ACPI, NVS, BAD, RECLAIM, EXECUTABLE,
 FRAMEBUFFER) = range(8)
OWN = 0x4C494D00
WRITE, EXECUTE = 2, 1

OPTIONS = struct.Struct("<4BIIQQIII8s")
SEGMENT = struct.Struct("<QII")
PATHS = [None, b"/k", b"/boot/k", b"/a/b/c"]
SCREEN = 0xFD000000, 4096 * 768
MODULE_LINE = re.compile(
    rb"[%b]*/?([^%b]*)[%b]*(.*)" % ((BLANKS,) * 3), re.S)


@dataclasses.dataclass
class Options:
    """What is known of the kernel, and of the machine."""
    machine: int  # 1: a frame buffer, 2: huge pages, 4: NX, 8: the PAT
    segment_count: int
    path: int
    no_cmdline: int
    paddr: int
    size: int
    virtual: int
    entry: int
    file: int
    file_size: int
    arena: int  # its size
    clock: bytes  # the registers, century first


@dataclasses.dataclass
class Request:
    paddr: int
    words: tuple  # from the revision on

    @property
    def revision(self):
        return self.words[0]


def size_of(kind, revision):
    """How many words of a request count."""
    if kind in ("STACK", "ENTRY", "MP"):
        return 7
    if kind == "PAGING":
        return 9 if revision >= 1 else 7
    if kind == "MODULES":
        return 8 if revision >= 1 else 6
    return 6


def scan(boot, o):
    """Rule 8. Returns the base revision and the requests by kind."""
    image = boot.memory.read(o.paddr, o.size)
    words = struct.unpack(f"<{o.size // 8}Q", image[:o.size // 8 * 8])

    def marks(i, marker):
        return words[i] == marker[0] and list(
            words[i:i + len(marker)]) == marker

    end = next((i for i in range(len(words)) if marks(i, END)), len(words))
    first = next((i + 4 for i in reversed(range(end)) if marks(i, START)), 0)
    found = {}
    tag = twice = None
    there = False
    for i in range(first, end):
        at = o.paddr + 8 * i
        if marks(i, TAG) and i + 3 <= len(words):
            if tag is not None:
                twice = at
            tag = i
        if not marks(i, ID):
            continue
        left = len(words) - i
        kind = KINDS.get(words[i + 2:i + 4])
        if kind is None and left >= 6:
            continue
        there = True
        if left < 6 or left < size_of(kind, words[i + 4]):
            boot.warn("LIMINE_CUT", 0, at)
        elif kind in found:
            twice = at
        else:
            found[kind] = Request(at, words[i + 4:i + 9])
    if twice is not None:
        raise Defect("LIMINE_TWICE", 0, twice)
    if tag is None:
        if not there:
            boot.warn("LIMINE_NONE", 0, o.virtual)
        return 0, found, None
    revision = words[tag + 2]
    if revision > 3:
        raise Defect("LIMINE_REVISION", 0, revision)
    boot.memory.write(o.paddr + 8 * tag + 8, struct.pack("<QQ", revision, 0))
    return revision, found, 8 * tag


def give(boot, start, end, kind):
    """Types of rule 9."""
    if not boot.map.merge(start, end, kind):
        raise Defect("LIMINE_MAP", 0, start)


def new_pages(boot, o, size, kind):
    """Takes RAM; returns its address, or None."""
    at = ram.highest(boot, size)
    if at is None or not boot.map.merge(at, at + to_page(size), OWN + kind):
        return None
    return at


def settle(boot, o, index, address, size):
    """Rule 9: where a file or module is then."""
    end = to_page(address + size)
    def kinds():
        return [kind for low, high, kind in boot.map.steps()
                if low < end and address < high]

    if size and address % PAGE == 0 and all(
            kind >> 8 != OWN >> 8 for kind in kinds()):
        give(boot, address, end, OWN + EXECUTABLE)
        if kinds() == [OWN + EXECUTABLE]:
            return address
    at = new_pages(boot, o, size or 1, EXECUTABLE)
    if at is None:
        raise Defect("LIMINE_MODULE", index, size)
    return at


def memory(boot, o, screen):
    """Rule 9. Returns where the kernel's file is."""
    give(boot, o.paddr, o.paddr + o.size, OWN + EXECUTABLE)
    give(boot, *boot.door.image, OWN + RECLAIM)
    give(boot, 0, PAGE, RESERVED)
    file = o.file
    if file:
        file = settle(boot, o, NO_INDEX, file, o.file_size)
    for m in boot.modules:
        m.address = settle(boot, o, m.index, m.address, m.size)
    if screen:
        start, size = SCREEN
        give(boot, start, start + size, OWN + FRAMEBUFFER)
    return file


def kind_of(kind):
    """Rule 12, the memory map: the protocol's number for a type."""
    if kind >> 8 == OWN >> 8:
        return kind & 255
    return {RAM: USABLE, 3: ACPI, 4: NVS, 5: BAD}.get(kind, MEM_RESERVED)


def memory_map(boot):
    """Rule 12."""
    entries = []
    for low, high, kind in boot.map.ranges():
        kind = kind_of(kind)
        if kind in (USABLE, RECLAIM):
            low, high = to_page(low), high // PAGE * PAGE
        if low >= high:
            continue
        if entries and entries[-1][1:] == [low, kind]:
            entries[-1][1] = high
        else:
            entries.append([low, high, kind])
    return entries


def direct(boot, revision):
    """Rule 11: what the direct map has, as (start, end) in order."""
    parts = [] if revision == 3 else [(0, 4 * GIB)]
    for low, high, kind in boot.map.ranges():
        kind = kind_of(kind)
        if kind in (USABLE, RECLAIM):
            low, high = to_page(low), high // PAGE * PAGE
        else:
            low, high = low // PAGE * PAGE, to_page(high)
        if revision == 3:
            if kind in (USABLE, RECLAIM, EXECUTABLE, FRAMEBUFFER):
                parts.append((low, high))
        elif revision == 0 or kind not in (MEM_RESERVED, BAD):
            parts.append((max(low, 4 * GIB), high))
    return parts


def page_tables(boot, o, segments, revision, screen):
    """Rule 11. Returns the lines of what is mapped."""
    mapped = o.virtual

    def new():
        if new_pages(boot, o, PAGE, RECLAIM) is None:
            raise Defect("LIMINE_TABLES", 0, mapped)

    pages = tables.Tables(new, huge=bool(o.machine & 2))
    for at in range(o.virtual, o.virtual + o.size, PAGE):
        flags = [f for start, size, f in segments
                 if start < at + PAGE and at < start + size and size]
        if flags:
            x = any(f & EXECUTE for f in flags) or not o.machine & 4
            pages.add(at, at + PAGE, at - o.virtual + o.paddr,
                      ("w" if any(f & WRITE for f in flags) else "-")
                      + ("x" if x else "-") + "-")
    pages.map()
    start, size = SCREEN
    combining = "wxc" if o.machine & 8 else "wx-"
    for mapped, least in (HHDM, 0), (0, PAGE):
        if mapped == 0 and revision != 0:
            break
        for low, high in direct(boot, revision):
            low, high = max(low, least), min(high, 1 << 46)
            if low >= high:
                continue
            cuts = [sorted((low, at, high))[1]
                    for at in ((start, start + size) if screen else (0, 0))]
            for first, last, flags in ((low, cuts[0], "wx-"),
                                       (*cuts, combining),
                                       (cuts[1], high, "wx-")):
                if first < last:
                    pages.add(mapped + first, mapped + last, first, flags)
        pages.map()
    return pages.lines()


def number(register, binary):
    if binary:
        return register
    high, low = divmod(register, 16)
    return high * 10 + low if high < 10 and low < 10 else None


def date(clock):
    """Rule 12: seconds since 1970, or None."""
    *fields, status = clock
    hours = fields[4]
    half = not status & 2
    if half:
        fields[4] = hours & 0x7F
    values = [number(f, status & 4) for f in fields]
    if None in values[1:]:
        return None
    if values[0] is None or not 20 <= values[0] <= 29:
        values[0] = 20
    century, year, month, day, hours12, minutes, seconds = values
    if half:
        if not 1 <= hours12 <= 12:
            return None
        hours = hours12 % 12 + (12 if hours & 0x80 else 0)
    else:
        hours = hours12
    year += century * 100
    if not (1 <= month <= 12 and 1 <= day <= 31 and year % 100 == values[1]
            and hours <= 23 and minutes <= 59 and seconds <= 59):
        return None
    first = calendar.timegm((year, month, 1, hours, minutes, seconds))
    return first + (day - 1) * 86400


class Responses:
    """Rules 12 and 13: what each takes of the arena, and its lines."""

    def __init__(self, boot, o, revision, found, line, root, file, screen):
        self.boot, self.o, self.revision = boot, o, revision
        self.line, self.root, self.file = line, root, file
        self.found, self.screen = found, screen

    def take(self, size):
        ram.take(self.boot, size, "LIMINE_ARENA")

    def string(self, s):
        self.take(len(s) + 1)
        return text(s)

    def image(self, virtual, size):
        """Bytes of the image, or None."""
        at = virtual - self.o.virtual
        if at < 0 or at + size > self.o.size:
            return None
        return self.boot.memory.read(self.o.paddr + at, size)

    def image_string(self, virtual):
        at = virtual - self.o.virtual
        if not 0 <= at < self.o.size:
            return None
        return self.boot.memory.string(self.o.paddr + at, self.o.size - at)

    def loader(self, _):
        return self.string(b"PVH kit") + " " + self.string(b"1")

    def cmdline(self, _):
        return text(self.line)

    def firmware(self, _):
        return "0"

    def stack(self, _):
        return ""

    def hhdm(self, _):
        return f"{HHDM:x}"

    def screen_(self, _):
        if not self.screen:
            return None
        self.take(8 + 8 + 80 + 40)
        return "1 fd000000 400 300 1000 20 1 8/10 8/8 8/0 1"

    def paging(self, r):
        if r.revision >= 1 and r.words[4] > 0:
            raise Defect("LIMINE_PAGING", 0, 0)
        return "0"

    def mp(self, _):
        return None

    def entry(self, r):
        if self.image(r.words[2], 1) is None:
            raise Defect("LIMINE_ENTRY", 0, r.words[2])
        return ""

    def path(self):
        return PATHS[self.o.path]

    def file_(self, _):
        if not self.file:
            return None
        crc = crc32(self.boot.memory, self.o.file, self.o.file_size)
        return self.a_file(self.file, self.o.file_size, self.path(),
                           self.line, crc, [self.path()])

    def a_file(self, address, size, path, string, crc, copied):
        """A struct limine_file; of its strings, some are copied before it."""
        for s in copied:
            self.string(s)
        self.take(14 * 8)
        return (f"{address:x} {size:x} {text(path)} {text(string)} {crc:x}")

    def module(self, m, copied):
        return "\nmodule " + self.a_file(
            m.address, m.size, m.name, m.args,
            module_crc32(self.boot.memory, m), copied)

    def internal(self, slot):
        """Rule 13: path, string and flags; None if they are not all there."""
        pointer = self.image(slot, 8)
        if pointer is None:
            return None
        fields = self.image(int.from_bytes(pointer, "little"), 24)
        if fields is None:
            return None
        path, string, flags = struct.unpack("<QQQ", fields)
        path, string = self.image_string(path), self.image_string(string)
        if path is None or string is None:
            return None
        if not path.startswith(b"/"):
            path = (self.path() or b"/").rpartition(b"/")[0] + b"/" + path
        return path, string, flags

    def modules(self, r):
        left = list(self.boot.modules)
        for m in left:
            name, m.args = MODULE_LINE.fullmatch(m.line).groups()
            m.has_name = name != b""
            m.name = b"/" + (name or b"module%d" % m.index)
        self.take(8 * len(left))
        said = ""
        for i in range(r.words[2] if r.revision >= 1 else 0):
            slot = (r.words[3] + 8 * i) % TOP
            wanted = self.internal(slot)
            if wanted is None:
                raise Defect("LIMINE_INTERNAL", i, slot)
            path, string, flags = wanted
            m = next((m for m in left if m.has_name and m.name == path), None)
            if m is not None:
                m.args = string
                left.remove(m)
                said += self.module(m, [m.name])
            elif flags & 1:
                raise Defect("LIMINE_REQUIRED", i, 0)
            else:
                self.boot.warn("LIMINE_OPTIONAL", i, 0)
        for m in left:
            said += self.module(m, [m.name, m.args])
        return said or None

    def rsdp(self, _):
        if not self.root:
            return None
        base = 0 if self.revision == 3 else HHDM
        return f"{(base + self.root) % TOP:x}"

    def date(self, _):
        seconds = date(self.o.clock)
        return None if seconds is None else f"{seconds:x}"

    def address(self, _):
        return f"{self.o.paddr:x} {self.o.virtual:x}"

    def memmap(self, _):
        entries = memory_map(self.boot)
        self.take(8 * len(self.boot.map.types))
        self.take(24 * len(self.boot.map.types))
        return "".join(f"\nmap {low:x} {min(high - low, TOP - 1):x} {kind:x}"
                       for low, high, kind in entries)

    def all(self):
        self.string(self.line)
        for kind, revision in (
                ("LOADER", 0), ("CMDLINE", 0), ("FIRMWARE", 0), ("STACK", 0),
                ("HHDM", 0), ("SCREEN", 1), ("PAGING", 0), ("MP", 0),
                ("ENTRY", 0), ("FILE", 0), ("MODULES", 1), ("RSDP", 0),
                ("DATE", 0), ("ADDRESS", 0), ("MEMMAP", 0)):
            request = self.found.get(kind)
            if request is None:
                continue
            method = kind.lower()
            said = getattr(self, {"screen": "screen_", "file": "file_"}.get(
                method, method))(request)
            if said is None:
                continue
            self.take(24)
            offset = request.paddr + 40 - self.o.paddr
            yield offset, f"response {kind} {offset:x} {revision:x} {said}"


def good_boot(boot, address, o, segments):
    line, root = core(boot, address)
    if (o.virtual < LEAST or o.virtual + o.size > TOP
            or not boot.in_reach(o.paddr, o.size)):
        raise Defect("LIMINE_PLACE", 0, o.virtual)
    revision, found, tag = scan(boot, o)
    screen = "SCREEN" in found and o.machine & 1
    file = memory(boot, o, screen)
    size = 64 * KIB
    if "STACK" in found:
        size = max(size, found["STACK"].words[2])
    stack = None
    if size <= 4 * GIB:
        size = to_page(size)
        stack = new_pages(boot, o, PAGE + size, RECLAIM)
    if stack is None:
        raise Defect("LIMINE_STACK", 0, size)
    maps = page_tables(boot, o, segments, revision, screen)
    responses = Responses(boot, o, revision, found,
                          b"" if o.no_cmdline else line, root, file, screen)
    said = list(responses.all())
    if tag is not None:
        said.append((tag + 8, f"word {tag + 8:x} {revision:x}"))
        if revision:
            said.append((tag + 16, f"word {tag + 16:x} 0"))
    yield from (s for _, s in sorted(said))
    entry = found["ENTRY"].words[2] if "ENTRY" in found else o.entry
    yield (f"entry {entry:x} efer {0x800 if o.machine & 4 else 0:x} "
           f"pat {0x10500070406 if o.machine & 8 else 0:x}")
    yield f"stack {HHDM + stack + PAGE + size:x}"
    yield from maps


def meaning(case):
    """The lines of what a case means."""
    o = Options(*OPTIONS.unpack_from(case))
    at = OPTIONS.size
    segments = [SEGMENT.unpack_from(case, at + SEGMENT.size * i)
                for i in range(4)][:o.segment_count]
    door = Door(arena_size=o.arena)
    memory, address = read_case(case[at + 4 * SEGMENT.size:], door)
    boot = Boot(memory, door)
    return "\n".join(lines(boot, good_boot(boot, address, o, segments))
                     ).split("\n")

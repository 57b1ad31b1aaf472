# SPDX-License-Identifier: BSD-2-Clause
"""arch/pvh/multiboot/RULES: each rule a function, multiboot() all of them."""
import dataclasses
import struct
import zlib

import ram
from cases import lines, module_crc32, read_case, text
from rules import GIB, KIB, MIB, PAGE, Boot, Defect, Door, core
from smap import RAM, TOP

SEARCH = {1: 8 * KIB, 2: 32 * KIB}
MAGIC = {1: 0x1BADB002, 2: 0xE85250D6}
EAX = {1: 0x2BADB002, 2: 0x36D76289}
WORDS = {1: 3, 2: 4}
REQUESTS = range(1, 22)
OPTIONAL = 1
MODE, ADDRESS = 1 << 2, 1 << 16

# A case begins with what is known of the kernel, and of the machine.
OPTIONS = struct.Struct("<BBHIIIII")


@dataclasses.dataclass
class Options:
    version: int  # 0: any
    has_screen: int
    sections: int  # ELF sections
    image_size: int  # the bytes in which a header is looked for
    start: int  # where a loader puts the kernel
    end: int
    base: int
    arena: int  # its size


SCREEN = "screen fd000000 1000 400 300 20 1 10/8 8/8 0/8"
LOADER = b"dump"
SECTION_SIZE, SECTION_NAMES = 64, 3


def section_bytes(size):
    return bytes(i * 7 & 255 for i in range(size))


@dataclasses.dataclass
class Kernel:
    """What the header asks for."""
    version: int
    found: bool
    align: bool = False
    tell_base: bool = False
    screen: int = 0  # the bit or tag that asks for one
    mode: tuple = None  # of a frame buffer


def words(image, at, count):
    return struct.unpack_from(f"<{count}I", image, at)


def find(boot, image, version):
    """Rule 1: where a header is in the image's first bytes, or None."""
    count = WORDS[version]
    image = image[:SEARCH[version]]
    for at in range(0, len(image) - 4 * count + 1, 4 * version):
        if words(image, at, 1)[0] != MAGIC[version]:
            continue
        header = words(image, at, count)
        machine = header[1] if version == 2 else 0
        if sum(header) % (1 << 32) == 0 and machine == 0:
            return at
        boot.warn("ODD_MULTIBOOT", at, machine)
    return None


def read1(image, at):
    """Rule 2."""
    flags = words(image, at, 2)[1]
    kernel = Kernel(1, True, align=bool(flags & 1))
    for bit in range(3, 16):
        if flags >> bit & 1:
            raise Defect("MULTIBOOT_FLAG", bit, flags)
    have = min(len(image), SEARCH[1]) - at
    need = 48 if flags & MODE else 32 if flags & ADDRESS else 12
    if have < need:
        raise Defect("MULTIBOOT_CUT", have, need)
    if flags & MODE:
        kind, *mode = words(image, at + 32, 4)
        kernel.screen = 2
        if kind == 0:
            kernel.mode = tuple(mode)
    return kernel


def read2(image, at):
    """Rule 3."""
    kernel = Kernel(2, True)
    length = words(image, at + 8, 1)[0]
    have = min(len(image), SEARCH[2]) - at
    if length > have:
        raise Defect("MULTIBOOT_CUT", have, length)
    tag = 16
    while True:
        if tag + 8 > length:
            raise Defect("MULTIBOOT_END", 0, length)
        kind, flags, size = struct.unpack_from("<HHI", image, at + tag)
        least = {4: 12, 5: 20}.get(kind, 8)
        if size < least or tag + size > length:
            raise Defect("MULTIBOOT_TAG_SIZE", kind, size)
        data = words(image, at + tag + 8, (size - 8) // 4)
        if kind == 0:
            return kernel
        if kind == 1:
            for word in data:
                if word not in REQUESTS and not flags & OPTIONAL:
                    raise Defect("MULTIBOOT_REQUEST", 1, word)
        elif kind == 4:
            if data[0] & 1:
                kernel.screen = 4
        elif kind == 5:
            kernel.screen = 5
            kernel.mode = data[:3]
        elif kind == 6:
            kernel.align = True
        elif kind == 10:
            kernel.tell_base = True
        elif kind not in (2, 3, 7, 8, 9) and not flags & OPTIONAL:
            raise Defect("MULTIBOOT_TAG", kind, flags)
        tag += -(-size // 8) * 8


def modules(boot, kernel, extent):
    """Rule 4."""
    for m in boot.modules:
        if m.size == 0:
            m.address = 0
        elif (m.end > 4 * GIB - 1 or m.shares(*extent)
              or kernel.align and m.address % PAGE):
            at = ram.highest(boot, m.size, [extent])
            if at is None:
                raise Defect("MULTIBOOT_NO_ROOM", m.index, m.size)
            m.address = at


def screen(boot, kernel, there):
    """Rule 5. Returns the lines of the wanted mode and of the frame buffer."""
    wanted = found = None
    if kernel.mode or not kernel.found:
        wanted = "wants %x %x %x" % (kernel.mode or (0, 0, 0))
        found = SCREEN if there else None
    if kernel.screen and not found:
        boot.warn("ODD_MULTIBOOT_MODE" if kernel.version == 1
                  else "ODD_MULTIBOOT_SCREEN", kernel.screen, 0)
    return wanted, found


def memory(boot):
    """Rule 6: mem_lower, mem_upper."""
    def kibs(start):
        for low, high, kind in boot.map.ranges():
            if kind == RAM and low <= start < high:
                return (high - start) // KIB
        return 0
    return min(kibs(0), 640), min(kibs(MIB), 0xFFFFFFFF)


def rsdp(boot, address):
    """Rule 6: the tags 14 and 15, and how much of the RSDP each has."""
    if address == 0 or not boot.in_reach(address, 20):
        return
    head = boot.memory.read(address, 20)
    if head[:8] != b"RSD PTR ":
        return
    if head[16:20] != bytes(4):
        yield 14, 20
    if head[15] >= 2 and boot.in_reach(address, 36):
        size = int.from_bytes(boot.memory.read(address + 20, 4), "little")
        if 36 <= size <= 4096 and boot.in_reach(address, size):
            yield 15, size


def information(boot, kernel, line, root, options, picture):
    """Rule 6. Yields lines, each after what it takes of the arena."""
    one = kernel.version == 1
    ranges = boot.map.ranges()

    def to_multiple(size):
        return -(-size // 8) * 8

    def part(size1, size2):
        size = size1 if one else size2 and to_multiple(size2)
        if size is not None:
            ram.take(boot, size, "MULTIBOOT_FULL")

    part(116, 8)
    part(len(line) + 1, 8 + len(line) + 1)
    yield f"cmdline {text(line)}"
    part(len(LOADER) + 1, 8 + len(LOADER) + 1)
    yield f"loader {text(LOADER)}"
    part(16 * len(boot.modules), None)
    for m in boot.modules:
        part(len(m.line) + 1, 16 + len(m.line) + 1)
        yield (f"module {m.address:x} {m.end:x} {text(m.line)} "
               f"{module_crc32(boot.memory, m):x}")
    part(None, 16)
    yield "memory %x %x" % memory(boot)
    part(24 * len(boot.map.types), 16 + 24 * len(ranges))
    for start, end, kind in ranges:
        yield f"map {start:x} {min(end - start, TOP - 1):x} {kind:x}"
    if not one:
        for tag, size in rsdp(boot, root):
            part(None, 8 + size)
            yield f"rsdp {tag:x} {boot.memory.read(root, size).hex()}"
    if picture:
        part(None, 38)
        yield picture
    if options.sections:
        size = options.sections * SECTION_SIZE
        part(size, 20 + size)
        yield (f"elf {options.sections:x} {SECTION_SIZE:x} {SECTION_NAMES:x} "
               f"{zlib.crc32(section_bytes(size)):x}")
    if not one:
        if kernel.tell_base:
            part(None, 12)
            yield f"base {options.base:x}"
        part(None, 8)


def good_boot(boot, address, options):
    """The lines of a good boot, without the warnings."""
    line, root = core(boot, address)
    image = boot.memory.read(boot.door.kernel[0], options.image_size)
    for version in [options.version] if options.version else [2, 1]:
        at = find(boot, image, version)
        if at is not None:
            break
    if at is None:
        kernel = Kernel(options.version or 2, False)
    else:
        kernel = {1: read1, 2: read2}[version](image, at)
    extent = (options.start, options.end)
    modules(boot, kernel, extent)
    yield f"eax {EAX[kernel.version]:x}"
    wanted, picture = screen(boot, kernel, options.has_screen)
    if wanted:
        yield wanted
    yield from information(boot, kernel, line, root, options, picture)


def meaning(case):
    """The lines of what a case means."""
    options = Options(*OPTIONS.unpack_from(case))
    door = Door(arena_size=options.arena)
    memory, address = read_case(case[OPTIONS.size:], door)
    boot = Boot(memory, door)
    return lines(boot, good_boot(boot, address, options))

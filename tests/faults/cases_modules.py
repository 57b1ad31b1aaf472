# SPDX-License-Identifier: BSD-2-Clause
"""D: modules."""
import kernel
from case import Good, Refuse, spread
from handover import DATA, Handover, MIB, Module, SIZE

GIB4 = 1 << 32
TOP = 1 << 64
PAGE = 4096
LONG = 0x10000
WORDS = 0x30000  # of the first module


def one(**fields):
    return Handover(modules=[Module(**fields)])


def many(count, words=b"m%d", size=7):
    """Modules one after the other."""
    modules = []
    for i in range(count):
        modules.append(Module(
            16 * MIB + i * PAGE, DATA[i:i + size],
            words % i if b"%d" in words else words, 0x100000 + i * 64))
    h = Handover(modules=modules)
    h.modlist_at = 0x3000000
    return h


def where():
    """D1, D2: the bytes of a module."""
    for at in 0x5001, 0, 16 * MIB, kernel.START, TOP - 1:
        yield (f"size-0-at-{at:x}", one(paddr=at, size=0, data=b""),
               Good(f"module: 0 disk md_image 0x{at:x} 0 ",
                    warnings=[("ODD_MODULE", 0, at)])
               if 0 < at < 1 << 30 else None)
    for at, size in ((0, 5000), (16 * MIB, TOP - 16 * MIB + 1),
                     (16 * MIB, TOP - 1), (TOP - 1, 2), (GIB4, 1),
                     (GIB4 - 1, 2), (1 << 63, 5000), (1, GIB4),
                     (kernel.DOOR, 1), (kernel.DOOR_END - 1, 1),
                     (MIB, SIZE), (kernel.DOOR - 1, 2)):
        yield (f"at-{at:x}-size-{size:x}", one(paddr=at, size=size, data=b""),
               Refuse("MODULE_RANGE", 0, at))
    for at, size in ((SIZE, 1), (SIZE - 1, 2), (0x9fc00, 1), (0x9fbff, 2),
                     (0xc0000, 5000), (GIB4 - 1, 1), (0xfee00000, 4096)):
        yield (f"not-ram-{at:x}-size-{size:x}",
               one(paddr=at, size=size, data=b""),
               Refuse("MODULE_NOT_RAM", 0, at))
    for at, size in ((kernel.START, 1), (kernel.START - 1, 2),
                     (kernel.END - 1, 1), (kernel.STACK, 99)):
        yield (f"kernel-{at:x}-size-{size:x}",
               one(paddr=at, size=size, data=b""),
               Refuse("MODULE_KERNEL", 0, at))
    for at in (0x10000, kernel.START - 5000, kernel.DOOR_END, SIZE - 5000,
               kernel.DOOR_END + 1, kernel.DOOR_END + 2 * MIB - 1,
               kernel.DOOR_END + 2 * MIB, 1):
        yield f"at-{at:x}", one(paddr=at), None
    h = many(3)
    h.modules[2].size = TOP - 1
    yield "third-wraps", h, Refuse("MODULE_RANGE", 2, h.modules[2].paddr)
    first, second = Module(words=b"a"), Module(words=b"b", words_at=0x38000)
    same = Handover(modules=[first, second])
    yield ("twice", same,
           Good("module: 0 a md_image 0x1000000 5000 crc32=c9577319",
                "module: 1 b md_image 0x1000000 5000 crc32=c9577319"))
    yield "start-info-in-it", one(paddr=0x5f00), None
    yield "modlist-in-it", one(paddr=0x7f00), None
    yield "its-words-in-it", one(paddr=WORDS - 100), None
    yield "map-in-it", one(paddr=0x3f000), None
    chain = [Module(kernel.DOOR_END + i * 2 * MIB, DATA, b"m%d" % i,
                    0x90000 + 64 * i) for i in (3, 1, 0, 2)]
    yield "chain-behind-the-kernel", Handover(modules=chain), None


def how_many():
    """D3."""
    yield "0", Handover(modules=[]), Good("module: none")
    for n in 1, 2, 32, 33, 63, 64:
        yield (f"{n}", many(n),
               Good(f"module: {n - 1} m{n - 1} md_image "))
        yield (f"{n}-unnamed", many(n, b""),
               Good(f"module: {n - 1} module{n - 1} md_image "))
    for n in 65, 1000, 100000:
        h = many(64)
        h.info["nr_modules"] = n
        yield f"{n}", h, Refuse("MODLIST_FULL", n, 64)


def words():
    """D4: a module's command line."""
    for name, line, shown in (
            ("none", None, "module0 md_image"),
            ("empty", b"", "module0 md_image"),
            ("blanks", b" \t\n\r ", "module0 md_image"),
            ("name", b"  disk  ", "disk md_image"),
            ("type", b"a type=elf", "a elf"),
            ("empty-type", b"a type= b", "a md_image"),
            ("two-types", b"a type=b type=c", "a b"),
            ("late-type", b"a b type=c", "a md_image"),
            ("type-first", b"type=b c", "type=b md_image"),
            ("path", b"/boot/a=b.ko type=kld", "/boot/a=b.ko kld"),
            ("utf-8", "é type=ß".encode(), r"\xc3\xa9 \xc3\x9f"),
            ("escape", b"\x1b[2J\x7f type=\x01", r"\x1b[2J\x7f \x01"),
            ("format", b"%n%s%x type=%d", "%n%s%x %d"),
            ("quote", b"\"a b\" type=x", "\"a md_image")):
        yield name, one(words=line), Good(f"module: 0 {shown} 0x1000000 5000 ")
    for length in 255, 4096, LONG - 1:
        yield f"{length}", one(words=b"x" * length, words_at=0x400000), Good(
            "module: 0 " + "x" * length + " md_image ")
    yield (f"{LONG}", one(words=b"x" * LONG, words_at=0x400000),
           Refuse("MODULE_CMDLINE_LONG", 0, 0x400000))
    # What qboot leaves there: whatever was on its stack.
    for at in 0x900000065000000, TOP - 1, GIB4, kernel.DOOR, kernel.ARENA:
        yield (f"at-{at:x}", one(words_at=at, put=False),
               Refuse("MODULE_CMDLINE_RANGE", 0, at))
    h = one(words_at=kernel.DOOR - 16, put=False)
    h.after = [(kernel.DOOR - 16, b"x" * 16)]
    yield ("unterminated", h,
           Refuse("MODULE_CMDLINE_RANGE", 0, kernel.DOOR - 16))


def full_arena(*more, cmdline=None):
    """Three modules whose words take all of the arena, and others."""
    modules = [Module(16 * MIB + i * PAGE, DATA[:i + 1], b"x" * (LONG - 1),
                      (4 + i) * MIB) for i in range(3)]
    return Handover(modules=modules + list(more), cmdline=cmdline)


def arena():
    """D4, C2: the strings of all."""
    extra = Module(17 * MIB, words=b"one", words_at=7 * MIB)
    yield "full", full_arena(), Refuse("KENV_FULL", 0, 0)
    yield ("full-fourth", full_arena(extra),
           Refuse("MODULE_CMDLINE_ARENA", 3, 7 * MIB))
    yield ("full-unnamed", full_arena(Module(17 * MIB, words=None)),
           Refuse("MODULE_NAME_ARENA", 3, 0))
    yield ("full-third", full_arena(cmdline=b"-v"),
           Refuse("MODULE_CMDLINE_ARENA", 2, 6 * MIB))
    for room in range(0, 64, 8):
        h = full_arena()
        h.modules[2].words = b"x" * (LONG - 1 - room)
        yield f"room-{room}", h, None
    for room in 0, 7, 8, 9, 10:
        h = full_arena(Module(17 * MIB, words=None))
        h.modules[2].words = b"x" * (LONG - 1 - room)
        yield (f"room-{room}-unnamed", h, Refuse("MODULE_NAME_ARENA", 3, 0)
               if room < 9 else None)
    for room in 200, 300, 400, 1000, 0x8000, 0xf000:
        h = full_arena()
        h.modules[2].words = b"x x=" + b"y" * (LONG - 5 - room)
        yield f"room-{room}", h, None


def cases():
    yield from spread("D1", where)
    yield from spread("D3", how_many)
    yield from spread("D4", words)
    yield from spread("D5", arena)

# SPDX-License-Identifier: BSD-2-Clause
"""Cases whose meaning was worked out by hand from arch/pvh/RULES and
those of the formats. TAP."""
import struct
import sys
import zlib

import oracle
from physmem import Memory
from rules import Door

SI, MODLIST, MEMMAP, LINES = 0x6000, 0x7000, 0x300000, 0x400000
KIB64, MIB, GIB = 0x10000, 0x100000, 0x40000000
PC = [(0, 0xA0000, 1), (MIB, 0x7F00000, 1)]
KERNEL = "file kernel elf\\x20kernel 200000 80123"
results = []


def case(at=SI, magic=0x336EC578, version=1, flags=0, modules=(), line=None,
         rsdp=0, memmap=PC, more=(), **fields):
    """A case's bytes. A module is (address, size, line or None)."""
    chunks = [struct.pack("<I", at)]
    lines = LINES

    def add(address, data):
        for i in range(0, len(data), 0xF000):
            part = data[i:i + 0xF000]
            chunks.append(struct.pack("<IH", address + i, len(part)) + part)

    def add_line(string):
        nonlocal lines
        if string is None:
            return 0
        lines += 2 * KIB64
        add(lines, string + b"\0")
        return lines

    info = {"nr": len(modules), "list": MODLIST, "map": MEMMAP,
            "entries": len(memmap), **fields}
    add(MODLIST, b"".join(struct.pack("<QQQQ", address, size, add_line(s), 0)
                          for address, size, s in modules))
    add(MEMMAP, b"".join(struct.pack("<QQII", *e, 0) for e in memmap))
    data = struct.pack("<IIIIQQQQII", magic, version, flags, info["nr"],
                       info["list"], add_line(line), rsdp, info["map"],
                       info["entries"], 0)
    add(at, data[:40] if version == 0 else data)
    for address, data in more:
        add(address, data)
    return b"".join(chunks)


def test(name, expected, data, *kinds):
    """A case's meaning, or its lines of these kinds, must be as expected."""
    judge(name, expected, oracle.meaning(*oracle.read_case(data)), *kinds)


def judge(name, expected, lines, *kinds):
    got = [s for s in lines if not kinds or s.split()[0] in kinds]
    expected = [s.strip() for s in expected.split("\n") if s.strip()]
    results.append(got == expected)
    print("ok" if got == expected else "not ok", "-", name)
    if got != expected:
        for head, part in ("expected", expected), ("got", got):
            print("\n".join(f"# {head}: {s[:200]}" for s in part[:40]))


def defect(name, expected, **given):
    test(name, "defect " + expected, case(**given), "defect")


def warnings(name, expected, **given):
    """All warnings of a boot, and the defect if there is one."""
    test(name, expected, case(**given), "warning", "defect")


def crc_of_zeros(size):
    crc = 0
    for _ in range(size // MIB):
        crc = zlib.crc32(bytes(MIB), crc)
    return zlib.crc32(bytes(size % MIB), crc)


# 1. START_INFO
test("a plain boot", f"""
    modulep 283010
    envp 283000
    kernend 2c0000
    howto 0
    kenv loader=pvh
    smap 0 a0000 1
    smap 100000 7f00000 1
    {KERNEL}""", case())
defect("start_info at 0", "START_INFO_RANGE 0 0", at=0)
defect("start_info in the door", "START_INFO_RANGE 0 282000", at=0x282000)
defect("version 1 needs 56 bytes", "START_INFO_RANGE 0 281fd0", at=0x281FD0)
defect("version 0 needs 40", "NO_MEMMAP 0 0", at=0x281FD8, version=0)
defect("the magic", "MAGIC 0 336ec579", magic=0x336EC579, version=0)
test("unknown flags", "warning ODD_FLAGS 0 20020", case(flags=0x20020),
     "warning", "defect")
test("a later version", f"{KERNEL}", case(version=2), "file", "defect")
test("known flags", "", case(flags=0xFF1F), "warning", "defect")

# 2. MEMMAP
defect("no entries", "NO_MEMMAP 5 0", version=5, entries=0)
defect("no map", "NO_MEMMAP 1 0", map=0)
defect("a map that meets the door", "MEMMAP_RANGE 2 281fe0", map=0x281FE0)
defect("a map after the door", "MEMMAP_NO_RAM 1 2c0000", map=0x2C0000,
       entries=1)
defect("a range that wraps", "MEMMAP_WRAPS 1 ffffffffffffffff",
       memmap=[(0, GIB, 1), ((1 << 64) - 1, 2, 0)])
test("size 0 and type 0", """
    warning ODD_TYPE 2 1000
    warning ODD_KERNEL 0 200000
    warning ODD_HEADROOM 0 2c0000
    smap 0 5000 1""",
     case(memmap=[(3, 0, 0), ((1 << 64) - 1, 0, 1), (0x1000, 1, 0),
                  (0x2000, 1, 0), (0, 0x5000, 1)]), "warning", "smap")
test("the types in their order", """
    smap 0 1000 1
    smap 1000 1000 7
    smap 2000 1000 3
    smap 3000 1000 4
    smap 4000 1000 2
    smap 5000 2000 99
    smap 7000 1000 6
    smap 8000 1000 5
    smap 9000 1000 98""",
     case(memmap=[(0x8000, 0x1000, 5), (0x7000, 0x2000, 6),
                  (0x5000, 0x3000, 0x99), (0x6000, 0x1000, 0x98),
                  (0x9000, 0x1000, 0x98), (0x4000, 0x4000, 2),
                  (0x3000, 0x5000, 4), (0x2000, 0x6000, 3),
                  (0x1000, 0x7000, 7), (0, 0x9000, 1)]), "smap")
test("all memory, in two", "smap 0 ffffffffffffffff 1",
     case(memmap=[(1 << 63, 1 << 63, 1), (0, 1 << 63, 1)]), "smap")
# Each makes two steps more; 255 of them with the first hole 511.
APART = [(i * 0x2000 + 0x1000, 0x1000, 1) for i in range(256)]
defect("step 513", "MEMMAP_FULL ff 1ff000", memmap=APART)
test("neighbours take no step", "smap 0 190000000 1",
     case(memmap=[(i * MIB, MIB, 1) for i in range(6400)]), "smap")
test("nor from 511 steps on", "",
     case(memmap=APART[:255] + [(0x1FE000, 0x1000, 1), (0x1FF000, 0x1000, 1)]),
     "defect")
test("nor if they come in any order", "",
     case(memmap=APART[:255] + [(0x200000, -0x200000 % (1 << 64), 1),
                                (0x1FF000, 0x1000, 1), (0x1FE000, 0x1000, 1)]),
     "defect")
test("a step that goes makes room", "",
     case(memmap=APART[:255] + [(0x2000, 0x1000, 1), (0x1FF000, 0x1000, 1)]),
     "defect")
defect("neighbours of other types take one", "MEMMAP_FULL 1ff 1ff000",
       memmap=[(i * 0x1000, 0x1000, 1 + i % 2) for i in range(512)])
defect("no RAM", "MEMMAP_NO_RAM 2 300000",
       memmap=[(0, GIB, 1), (0, GIB, 2)])

# 3. COMMAND LINE
FILL = (MIB, 1, b"a" + b" " * 65534)  # takes 64 KiB of the arena
test("64 KiB without an end", """
    warning CMDLINE_LONG ffffffff 420000
    envp 283000
    kenv loader=pvh""", case(line=b"a" * KIB64), "warning", "envp", "kenv")
test("a line that ends in the door", """
    warning CMDLINE_RANGE ffffffff 281ff0
    kenv loader=pvh""",
     case(more=[(SI + 24, struct.pack("<Q", 0x281FF0)),
                (0x281FF0, b"a" * 16)]), "warning", "kenv")
warnings("a module's line in the door", "warning MODULE_CMDLINE_RANGE 0 282000",
         more=[(MODLIST, struct.pack("<QQQQ", MIB, 1, 0x282000, 0))], nr=1)
for size, expected in ((4095, "defect KENV_FULL 0 0"), (4096, """
        warning CMDLINE_ARENA ffffffff 420000
        kenv loader=pvh""")):
    judge(f"a line of {size} bytes and an arena of 4 KiB", expected,
          oracle.meaning(*oracle.read_case(case(line=b"a" * size)),
                         Door(arena_size=4096)), "warning", "defect", "kenv")
test("the longest line", "envp 293000", case(line=b" " * 65535), "envp")
warnings("a full arena", """
    warning MODULE_CMDLINE_ARENA 3 480000
    defect MODULE_NAME_ARENA 3 0""", modules=[FILL] * 3 + [(MIB, 1, b"")])

# 4. MODLIST, and 7. NAMES
test("no modules", "", case(nr=0, list=0x282000), "defect")
test("no list", f"warning MODLIST_MISSING 41 0\n{KERNEL}",
     case(nr=65, list=0), "warning", "file", "defect")
test("a list that meets the door", f"""
    warning MODLIST_RANGE 41 281ff0
    {KERNEL}""", case(nr=65, list=0x281FF0), "warning", "file", "defect")
warnings("a list that meets the door after its first 64",
         "warning MODLIST_RANGE 81 281000", nr=129, list=0x281000)
warnings("65 modules", "\n".join(
    ["warning MODLIST_FULL 41 40"]
    + [f"warning ODD_MODULE {i:x} 0" for i in range(64)]), nr=65)
test("a module's line", f"""
    warning MODULE_CMDLINE_LONG 1 420000
    warning MODULE_CMDLINE_LONG 2 440000
    envp {0x283000 + 3 * 8:x}
    {KERNEL}
    file module0 md_image 2c0000 1 - d202ef8d
    file module1 md_image 2c1000 1 - d202ef8d
    file module2 md_image 2c2000 1 - d202ef8d""",
     case(modules=[(MIB, 1, None), (MIB, 1, b"a" * KIB64),
                   (MIB, 1, b"\xff" * KIB64)]),
     "warning", "envp", "file", "defect")
test("a module's line that is no text", f"""
    warning MODULE_CMDLINE_TEXT 0 420000
    warning MODULE_CMDLINE_TEXT 1 440000
    warning MODULE_CMDLINE_TEXT 2 460000
    warning MODULE_CMDLINE_TEXT 3 480000
    warning MODULE_CMDLINE_TEXT 5 4c0000
    envp {0x283000 + 4 * 8 + 6 + 8:x}
    {KERNEL}
    file module0 md_image 2c0000 1 - d202ef8d
    file module1 md_image 2c1000 1 - d202ef8d
    file module2 md_image 2c2000 1 - d202ef8d
    file module3 md_image 2c3000 1 - d202ef8d
    file ~ md_image 2c4000 1 - d202ef8d
    file module5 md_image 2c5000 1 - d202ef8d""",
     case(modules=[(MIB, 1, line) for line in (
         b"a b\x7f", b"\x1fa", b"a\x80", b"a\x0bb", b"\r~\n\t ", b"\xff")]),
     "warning", "envp", "file", "defect")
test("names, types and arguments", f"""
    envp {0x283000 + 7 + 17 + 18 + 14 + 10 + 8 + 10:x}
    {KERNEL}
    file a md_image 2c0000 1 - d202ef8d
    file b tar 2c1000 1 x\\x20\\x20y\\x20 d202ef8d
    file c md_image 2c2000 1 x\\x20type=y d202ef8d
    file type=d md_image 2c3000 1 "e\\x20f"\\x09 d202ef8d
    file f md_image 2c4000 1 xtype=y d202ef8d
    file module5 md_image 2c5000 1 - d202ef8d
    file module6 md_image 2c6000 1 - d202ef8d""",
     case(modules=[(MIB, 1, line) for line in (
         b"\r\na \t ", b"b type=tar x  y ", b"c type= \tx type=y",
         b"type=d \"e f\"\t", b"f xtype=y", None, b" ")]), "envp", "file")
test("names of 11 modules", f"envp {0x283000 + 10 * 8 + 9:x}",
     case(modules=[(MIB, 1, None)] * 11), "envp")
defect("no room for a name", "MODULE_NAME_ARENA 3 0",
       modules=[FILL] * 2 + [(MIB, 1, b"a" + b" " * 65526), (MIB, 1, None)])
NINE = [FILL] * 2 + [(MIB, 1, b"a" + b" " * 65525)]  # are left
warnings("nine bytes are enough for a name", """
    warning MODULE_CMDLINE_ARENA 4 480000
    defect MODULE_NAME_ARENA 4 0""",
         modules=NINE + [(MIB, 1, None), (MIB, 1, b"a" * 9)])
warnings("a module that is left out takes no name", """
    warning MODULE_KERNEL 3 200000
    defect KENV_FULL 0 0""",
         modules=NINE + [(2 * MIB, 1, None), (MIB, 1, None)])
warnings("command lines are copied before names are made up", """
    warning MODULE_NOT_RAM 4 600000000
    defect MODULE_NAME_ARENA 3 0""",
         modules=NINE + [(MIB, 1, None), (24 << 30, 1, b"a")])
warnings("also if the module's line does not fit", """
    warning MODULE_CMDLINE_ARENA 3 480000
    defect KENV_FULL 0 0""", modules=NINE + [(MIB, 1, b"a" * 9)])


# 5. RSDP
def table(revision=0, length=36):
    data = bytearray(b"RSD PTR " + bytes(7) + bytes([revision]) + bytes(4))
    data[8] = -sum(data) % 256
    if revision >= 2:
        data += struct.pack("<I", length) + bytes(length - 24)
        data[8] = -sum(data[:20]) + data[8] & 255
        data[-1] = -sum(data) % 256
    return bytes(data)


def rsdp(name, address, *more, given=0, warning=""):
    """The RSDP is at an address, or there is none, 0."""
    variable = f"kenv acpi.rsdp=0x{address:016x}" if address else ""
    test(name, f"{warning}\nkenv loader=pvh\n{variable}",
         case(rsdp=given, more=more), "warning", "kenv")


def ebda(segment):
    return 0x40E, struct.pack("<H", segment)


rsdp("a given RSDP", 0x90001, (0x90001, table()), given=0x90001)
rsdp("an odd one is kept", 1 << 40, (0xE0000, table()), given=1 << 40,
     warning="warning ODD_RSDP 0 10000000000")
rsdp("revision 1 has 20 bytes", 0x90000, (0x90000, table(1) + b"\1"),
     given=0x90000)
rsdp("revision 2 sums up its length", 0x90000, (0x90000, table(2)[:-1] + b"\1"),
     given=0x90000, warning="warning ODD_RSDP 0 90000")
rsdp("revision 2 has 4096 at most", 0x90000, (0x90000, table(2, 4097)),
     given=0x90000, warning="warning ODD_RSDP 0 90000")
rsdp("no RSDP", 0, (0x4F0, table()), ebda(0x4F), (0xE0008, table()))
rsdp("no EBDA that ends above 0x9ffff", 0, ebda(0x9FFF), (0x9FFF0, table()))
rsdp("the EBDA comes first", 0x9F810, ebda(0x9F80), (0xE0000, table()),
     (0x9F810, table(2, 4096)))
rsdp("only the EBDA's first KiB", 0xE0040, ebda(0x9F80), (0x9FC00, table()),
     (0xE0000, table(2, 35)), (0xE0040, table(2)))
rsdp("the last place", 0xFFFF0, (0xFFFF0, table()))

# 6. MODULES, and 8. PLACES
BIG = [(0, 0xA0000, 1), (MIB, 2 * GIB, 1)]
test("the kernel is not all in RAM", """
    warning ODD_KERNEL 0 200000
    warning ODD_HEADROOM 0 2c0000""",
     case(memmap=[(0, 0x2BFFFF, 1)]), "warning", "defect")
test("modules without bytes", f"""
    warning ODD_MODULE 0 0
    warning ODD_MODULE 1 2c0000
    kernend 2c0000
    {KERNEL}
    file module0 md_image 0 0 - 0
    file module1 md_image 2c0000 0 - 0""",
     case(modules=[(0, 0, None), (0x2C0000, 0, None)]),
     "warning", "kernend", "file")
test("modules that are left out, and that are not", f"""
    warning MODULE_RANGE 0 281fff
    warning MODULE_KERNEL 1 1fffff
    warning MODULE_NOT_RAM 2 9ffff
    warning MODULE_RANGE 3 0
    warning MODULE_KERNEL 4 27ffff
    warning MODULE_RANGE 5 2bffff
    warning ODD_MODULE 6 282000
    warning MODULE_KERNEL 7 281000
    warning MODULE_NOT_RAM 8 8000000
    kernend 2c2000
    {KERNEL}
    file module2 md_image 2c0000 2 - {crc_of_zeros(2):x}
    file module6 md_image 282000 0 - 0
    file module8 md_image 2c1000 1 - {zlib.crc32(b"x"):x}""",
     case(modules=[(0x281FFF, 0x3F001, None), (0x1FFFFF, 2, None),
                   (0x9FFFF, 2, None), (0, 1, None), (0x27FFFF, 1, None),
                   (0x2BFFFF, 1, None), (0x282000, 0, None),
                   (0x281000, 1, None), (0x8000000, 1, None)],
          more=[(0x8000000, b"x")]), "warning", "kernend", "file", "defect")
HIGH = [(0, 0xA0000, 1), (MIB, 8 * GIB, 1)]
LAST = (1 << 40) - 1
test("modules above 4 GiB", f"""
    warning MODULE_NOT_RAM 2 ffffffffff
    warning MODULE_RANGE 3 ffffffffff
    warning MODULE_RANGE 4 ffffffffffffffff
    warning MODULE_RANGE 5 100000000
    warning MODULE_RANGE 7 0
    {KERNEL}
    file module0 md_image 2c0000 2 - {zlib.crc32(b"x" + bytes(1)):x}
    file module1 md_image 2c2000 1 - d202ef8d
    file module2 md_image 2c3000 1 - d202ef8d
    file module6 md_image 2c1000 1 - {zlib.crc32(b"x"):x}""",
     case(memmap=HIGH, more=[(4 * GIB - 1, b"x")], modules=[
         (4 * GIB - 1, 2, None), (4 * GIB, 1, None), (LAST, 1, None),
         (LAST, 2, None), ((1 << 64) - 1, 2, None),
         (4 * GIB, (1 << 64) - 1, None), (4 * GIB - 1, 1, None),
         (0, 5 * GIB, None)]), "warning", "file", "defect")
warnings("from below the kernel up to there, and to 4 GiB", """
    warning MODULE_KERNEL 0 1
    warning MODULE_RANGE 1 1""",
         memmap=HIGH, modules=[(1, 4 * GIB, None), (1, 4 * GIB - 1, None)])
memory, start = oracle.read_case(case(memmap=HIGH, modules=[
    ((1 << 33) - 1, 1, None), ((1 << 33) - 1, 2, None)]))
memory.width = 33
judge("a CPU with 33 address bits", f"""
    warning MODULE_RANGE 1 1ffffffff
    {KERNEL}
    file module0 md_image 2c0000 1 - d202ef8d""",
      oracle.meaning(memory, start), "warning", "file", "defect")
test("by address, not by index", f"""
    kernend 2c3000
    smap 0 a0000 1
    smap 100000 1c0000 1
    smap 2c0000 3000 2
    smap 2c3000 7fe3d000 1
    {KERNEL}
    file module0 md_image 2c2000 1 - {zlib.crc32(b"b"):x}
    file module1 md_image 2c0000 1001 - {zlib.crc32(b"ab" + bytes(0xFFF)):x}
    """, case(memmap=BIG, more=[(0x50000000, b"ab")],
              modules=[(0x50000001, 1, None), (0x50000000, 0x1001, None)]),
     "kernend", "smap", "file")
# The first keeps off the second, which may stay then.
test("two at one address, by index", f"""
    kernend 2c2000
    smap 0 a0000 1
    smap 100000 1c0000 1
    smap 2c0000 2000 2
    smap 2c2000 7d3e000 1
    {KERNEL}
    file module0 md_image 2c1000 1000 - {crc_of_zeros(0x1000):x}
    file module1 md_image 2c0000 fff - {crc_of_zeros(0xFFF):x}""",
     case(modules=[(0x2C0000, 0x1000, None), (0x2C0000, 0xFFF, None)]),
     "kernend", "smap", "file")


def places(name, expected, modules, memmap=PC, more=(), odd=""):
    """Where modules, which are (address, size), come to be."""
    lines = oracle.meaning(*oracle.read_case(case(
        memmap=memmap, modules=[(*m, None) for m in modules], more=more)))
    got = [s if s.startswith("warn") else s.split()[3] for s in lines
           if s.startswith("warning") or s.startswith("file m")]
    judge(name, "\n".join([odd, *expected.split()]), got)


places("it is there", "2c0000", [(0x2C0000, 1)])
places("down over itself", "2c0000", [(0x2C0001, 0x2000)])
# The first keeps off the second, and then off its own bytes up to 0x2c17ff.
places("up, but not over itself", "2c2000 2c0000",
       [(0x2C0800, 0x1000), (0x2C0900, 0x100)])
places("off a byte of one that is not there yet", "2c2000 2c0000",
       [(MIB, 0x1001), (0x2C1000, 1)])
places("into the page of one that is not there yet", "2c0000 2c1000",
       [(MIB, 0x800), (0x2C0800, 1)])
places("over one that is left out", "2c0000", [(0x281FFF, 0x40000), (MIB, 1)],
       odd="warning MODULE_RANGE 0 281fff")
places("not over one without bytes", "2c0800 2c0000",
       [(0x2C0800, 0), (MIB, 0x1000)], odd="warning ODD_MODULE 0 2c0800")
TWO = [(MIB, 0x1C5000, 1), (0x1000000, 0x201000, 1)]
places("where 2 MiB more are", "1000000", [(MIB, 0x1000)], TWO)
places("or else at the lowest address", "2c0000", [(MIB, 0x1001)], TWO,
       odd="warning ODD_HEADROOM 0 2c2000")
places("or above it", "1000000", [(MIB, 0x5001)], TWO,
       odd="warning ODD_HEADROOM 0 1006000")
TWO = [(MIB, 0x1C5000, 1), (GIB - 0x201000, GIB, 1)]
places("2 MiB more below 1 GiB", "3fdff000", [(MIB, 0x1000)], TWO)
places("not above it", "2c0000", [(MIB, 0x1001)], TWO,
       odd="warning ODD_HEADROOM 0 2c2000")
places("the kernel may have its 2 MiB there", "3fdff000", [(MIB, 0x5001)], TWO)
places("equal neighbours", "2c0000", [(MIB, 0x1001)],
       [(MIB, 0x1C0800, 1), (0x2C0800, 0x400000, 1)])
places("a page that is not all RAM", "2c1000", [(MIB, 1)],
       PC + [(0x2C0FFF, 1, 2)])
places("a page at the end that is not", "1000000", [(MIB, 1)],
       [(MIB, 0x1C0FFF, 1), (0x1000000, 0x1000, 1)],
       odd="warning ODD_HEADROOM 0 1001000")
places("RAM that is not aligned", "2c1000", [(MIB, 1)],
       [(MIB, 0x1C0000, 1), (0x2C0001, 0x400000, 1)])
places("up to the last byte", "2c0000", [(MIB, 1)], [(MIB, 0x3C1000, 1)])
places("or not", "2c0000", [(MIB, 1)], [(MIB, 0x3C0FFF, 1)],
       odd="warning ODD_HEADROOM 0 2c1000")
test("a moved module's bytes", f"""
    {KERNEL}
    file module0 md_image 2c0000 2002 - {
        zlib.crc32(b"ab" + bytes(0x1FFE) + b"yz"):x}""",
     case(modules=[(0x2C0001, 0x2002, None)],
          more=[(0x2C0001, b"ab"), (0x2C2001, b"yz")]), "file", "defect")
ROOM = GIB - 0x2C0000
defect("no room below 1 GiB", f"MODULE_NO_ROOM 0 {ROOM + 1:x}",
       memmap=BIG, modules=[(GIB, ROOM + 1, None)])
defect("nor below the kernel", "MODULE_NO_ROOM 1 1",
       memmap=[(0, 0x2C0000, 1), (GIB, GIB, 1)],
       modules=[(0, 1, None), (GIB, 1, None)])
test("just room", f"""
    kernend 40000000
    {KERNEL}
    file module0 md_image 2c0000 {ROOM:x} - {crc_of_zeros(ROOM):x}""",
     case(memmap=BIG, modules=[(GIB, ROOM, None)]), "warning", "kernend",
     "file")
# 509 steps, the last RAM and its end two more. A module in it makes two.
defect("a module's steps", "MODULE_MAP_FULL 0 2c0000",
       memmap=APART[:254] + [(0x1FD000, GIB, 1)], modules=[(GIB, 4, None)])
defect("not before all have a place", f"MODULE_NO_ROOM 1 {2 * GIB:x}",
       memmap=APART[:254] + [(0x1FD000, 4 * GIB, 1)],
       modules=[(GIB, 4, None), (GIB, 2 * GIB, None)])
test("the next ones take no step", "kernend 2c3000",
     case(memmap=APART[:253] + [(0x1FD000, GIB, 1)],
          modules=[(GIB, 4, None)] * 3), "kernend", "defect")
test("nor does a place below what is reserved", "kernend 2c1000",
     case(memmap=APART[:254] + [(0x1FD000, 0xC3000, 1), (0x2C0000, GIB, 1),
                                (0x2C1000, GIB, 2)],
          modules=[(GIB, 4, None)]), "kernend", "defect")
test("one step fits", "kernend 2c1000",
     case(memmap=APART[:254] + [(0x2C0000, GIB, 1)],
          modules=[(GIB, 4, None)]), "kernend", "defect")
test("as do two", "kernend 2c1000",
     case(memmap=APART[:253] + [(0x1FD000, GIB, 1)],
          modules=[(GIB, 4, None)]), "kernend", "defect")
warnings("2 MiB at kernend", "", memmap=[(MIB, 0x3C0000, 1)])
warnings("less", "warning ODD_HEADROOM 0 2c0000", memmap=[(MIB, 0x3BFFFF, 1)])

# 9. ARGS
test("words and quotes", """
    howto 0
    kenv loader=pvh
    kenv b=x\\x20'yz"w"
    kenv c=
    kenv d=1
    kenv e=-=
    kenv a=2""",
     case(line=b" a=1\tb=\"x 'y\"z'\"w\"'\nc= d\re=-= a=2"), "howto", "kenv")
test("a quote that is not closed", """
    warning ODD_QUOTE 4 0
    kenv loader=pvh
    kenv a=1
    kenv bc=d\\x20"e"\\x20""",
     case(line=b"a  b'c=d \"e\" "), "warning", "kenv")
test("no name", """
    warning ODD_WORD 2 0
    kenv loader=pvh
    kenv a=1""", case(line=b"a =b '' ="), "warning", "kenv")
test("options", """
    warning ODD_OPTION 0 2d
    howto 1803
    kenv loader=pvh
    kenv comconsole_speed=9600\\x20v
    kenv boot_verbose=no""",
     case(line=b"-vh - --s '-aS9600 v' boot_verbose=no"),
     "warning", "howto", "kenv")
test("options are odd once", """
    warning ODD_OPTION 0 78
    warning ODD_WORD 3 0""", case(line=b"-x =a -yx ="), "warning")
test("words after --", """
    warning ODD_WORD 19 0
    howto 802
    kenv loader=pvh
    kenv -s=1
    kenv a=1
    kenv -S9600=-
    kenv boot_single=1
    kenv --=1
    kenv -=1""",
     case(line=b"-v -- -s -- a=1 -S9600=- =-v boot_single -- -"),
     "warning", "howto", "kenv")
test("a -- in quotes", """
    howto 40
    kenv loader=pvh
    kenv -v=1""", case(line=b"- -d '-'\"-\" -v"), "warning", "howto", "kenv")
test("devices", """
    kenv loader=pvh
    kenv a.device=1
    kenv a.device=2
    kenv b=2
    kenv a.device=1
    kenv .device=1
    kenv .device=1
    kenv a.devices=2
    kenv a.DEVICE=2
    kenv device=2""",
     case(line=b"a.device=1 b=1 a.device=2 b=2 a.device=1 .device .device "
          b"a.devices=1 a.devices=2 a.DEVICE=1 a.DEVICE=2 device=1 device=2"),
     "kenv")
test("1024 with 1023 devices", "", case(line=b"a.device " * 1023), "defect")
defect("and one more", "KENV_FULL 400 0", line=b"a.device " * 1024)
test("variables that are options", "howto 10042",
     case(line=b"boot_single boot_mute=x boot_ddb=nO boot_gdb boot_gdb=No "
          b"-d boot_Verbose boot_pause=YES boot_pause=no"), "howto")
NAMES = [b"v%d" % i for i in range(1024)]
defect("1025 variables", "KENV_FULL 400 0", line=b" ".join(NAMES))
test("1024", "", case(line=b" ".join(NAMES[1:] + NAMES[1:9])), "defect")
# The line leaves 32774 bytes: 11 for loader, 16381 for each a, 1 for the end.
AA = b"a=" + b"b" * 16378 + b" a=" + b"c" * 16378
test("a variable and what replaces it just fit", "",
     case(modules=[FILL] * 2, line=AA), "defect")
defect("with one byte less they do not", "KENV_FULL 2 0", modules=[FILL] * 2,
       line=AA + b" ")
# The line leaves 65542 bytes: 11 for loader, 65530 for a, 1 for the end.
defect("the kenv just fits", "METADATA_FULL 0 0", modules=[FILL],
       line=b"a=" + b"b" * 65527)
defect("with one byte less it does not", "KENV_FULL 1 0", modules=[FILL],
       line=b"a=" + b"b" * 65527 + b" ")

# The line leaves 43698 bytes: 11 for loader, 21835 for the word, 21851 for the
# speed and its NUL, 1 for the end.
SPEED = b"-S" + b"9" * 21833 + b"  "
test("a word and the speed in it just fit", "",
     case(modules=[FILL] * 2, line=SPEED), "defect")
defect("with one byte less it does not fit", "KENV_FULL 1 0",
       modules=[FILL] * 2, line=SPEED + b" ")
# The line leaves 39338 bytes: 11 for loader, 13114 for the first speed, 13098
# for the word, 13114 for the second speed and its NUL, 1 for the end.
SPEED = b"-S" + b"9" * 13096
test("a speed and what replaces it just fit", "",
     case(modules=[FILL] * 2, line=SPEED + b" " + SPEED), "defect")
defect("with one byte less they do not fit", "KENV_FULL 2 0",
       modules=[FILL] * 2, line=SPEED + b"  " + SPEED)
# The line takes a byte for each byte of the word, too, and leaves just enough.
for what, line, expected in (
        ("options", b"-" + b"v" * 65528, "howto 800"),
        ("a word with no name", b"=" * 65529, "warning ODD_WORD 0 0"),
        ("a word after --", b"-- " + b"-" * 65525 + b"   ",
         "defect METADATA_FULL 0 0"),
        ("a name alone, as name=1,", b"a" * 65528, "defect METADATA_FULL 0 0"),
        ("a quote that is not closed", b"a='" + b"b" * 65526, """
         warning ODD_QUOTE 2 0
         defect METADATA_FULL 0 0""")):
    kinds = "warning", "defect", expected.split()[0]
    test(f"{what} just fit", expected, case(modules=[FILL], line=line), *kinds)
    test(f"{what} do not fit", "defect KENV_FULL 1 0",
         case(modules=[FILL], line=line + b" "), *kinds)

# 10. METADATA, of which 256 bytes come before the arguments, and then the end
for size, expected in ((65385, ""), (65386, "defect METADATA_FULL 0 10078"),
                       (65391, "defect METADATA_FULL 0 10078"),
                       (65392, "defect METADATA_FULL 0 100")):
    test(f"arguments of {size} bytes", expected, case(
        line=b" " * 65535, modules=[(0, 0, b"a " + b"x" * size)]), "defect")
# Six steps, of which four are not holes, after 136 bytes; 272 are free.
defect("20 bytes for each step", "METADATA_FULL 0 108", modules=[FILL],
       line=b"a=" + b"b" * 65391)
defect("and not less", "METADATA_FULL 0 88", modules=[FILL],
       line=b"a=" + b"b" * 65392)

defect("no arguments, no record", "METADATA_FULL 0 148", line=b" " * 65535,
       modules=[(0, 0, b"a"), (0, 0, b"b " + b"x" * 65500)])

# The other formats: a case is one of the above after what is known of the
# kernel, whose bytes are in its place.
IMAGE = 0x200000
ARENA = 0x30000


def told(case):
    return [line for line in oracle.multiboot.meaning(case)
            if line.split()[0] != "map"]


def header1(flags, *more):
    words = 0x1BADB002, flags, -(0x1BADB002 + flags) % (1 << 32), *more
    return IMAGE, struct.pack(f"<{len(words)}I", *words)


def header2(*tags):
    length = 16 + len(b"".join(tags))
    words = 0xE85250D6, 0, length, -(0xE85250D6 + length) % (1 << 32)
    return IMAGE + 8, struct.pack("<4I", *words) + b"".join(tags)


def tag(kind, flags, *words):
    data = struct.pack("<HHI", kind, flags, 8 + 4 * len(words))
    data += struct.pack(f"<{len(words)}I", *words)
    return data + bytes(-len(data) % 8)


def multiboot(name, expected, *headers, screen=0, extent=(0, 0), sections=0,
              arena=ARENA, **given):
    options = struct.pack("<BBHIIIII", 0, screen, sections, 0x8000, *extent,
                          0x123000, arena)
    judge(name, expected, told(options + case(more=headers, **given)))


END = tag(0, 0)
PLAIN = "cmdline a\\x20b\nloader dump\nmemory 280 1fc00"
multiboot("no header: version 2, and any screen", f"""
    eax 36d76289
    wants 0 0 0
    {PLAIN}
    screen fd000000 1000 400 300 20 1 10/8 8/8 0/8""", screen=1, line=b"a b")
multiboot("version 1", f"eax 2badb002\n{PLAIN}", header1(3), line=b"a b")
multiboot("a sum that is wrong", f"""
    warning ODD_MULTIBOOT 0 0
    eax 36d76289
    wants 0 0 0
    {PLAIN}""", (IMAGE, struct.pack("<3I", 0x1BADB002, 0, 0)), line=b"a b")
multiboot("an unknown flag", "defect MULTIBOOT_FLAG 3 18", header1(0x18))
multiboot("two tags ask for a screen, and there is none", f"""
    warning ODD_MULTIBOOT_SCREEN 4 0
    eax 36d76289
    wants 320 258 20
    {PLAIN}""", header2(tag(5, 0, 800, 600, 32), tag(4, 0, 1), END),
          line=b"a b")
multiboot("a request for tag 22", "defect MULTIBOOT_REQUEST 1 16",
          header2(tag(1, 0, 1, 22), END))
multiboot("no end", "defect MULTIBOOT_END 0 20", header2(tag(1, 1, 1, 22)))
multiboot("modules move to pages, and out of the kernel's way", f"""
    warning ODD_MODULE 1 9
    eax 36d76289
    cmdline -
    loader dump
    module 7fff000 7fff002 m {zlib.crc32(bytes(2)):x}
    module 0 0 - 0
    module 7ffe000 7ffe001 - {zlib.crc32(bytes(1)):x}
    module 500000 500001 - {zlib.crc32(bytes(1)):x}
    memory 280 1fc00
    base 123000""", header2(tag(6, 0), tag(10, 0, 0, 0, 0, 0), END),
          extent=(0x400000, 0x401000), modules=[
              (0x600001, 2, b"m"), (9, 0, None), (0x400000, 1, None),
              (0x500000, 1, None)])
multiboot("the arena is full", "defect MULTIBOOT_FULL 0 48", header1(0),
          arena=136 + 64, memmap=[(MIB, 0x7F00000, 1)])

SCREEN_ID, STACK_ID, ENTRY_ID = (next(
    k for k, name in oracle.limine.KINDS.items() if name == wanted)
                                 for wanted in ("SCREEN", "STACK", "ENTRY"))
VIRTUAL = 0xFFFFFFFF80200000


def request(kind, *more):
    words = *oracle.limine.ID, *kind, 0, 0, *more
    return struct.pack(f"<{len(words)}Q", *words)


def limine(name, expected, *data, machine=12, virtual=VIRTUAL, revision=3,
           kinds=(), **given):
    base = struct.pack("<3Q", *oracle.limine.TAG, revision)
    options = oracle.limine.OPTIONS.pack(
        machine, 1, 0, 0, IMAGE, 0x1000, virtual, VIRTUAL, 0, 0, ARENA,
        bytes(8)) + oracle.limine.SEGMENT.pack(VIRTUAL, 9, 5) + bytes(48)
    lines = oracle.limine.meaning(options + case(
        more=[(IMAGE, base + b"".join(data))], **given))
    judge(name, expected, lines, *kinds)


limine("a kernel without requests", """
    word 8 3
    word 10 0
    entry ffffffff80200000 efer 800 pat 10500070406
    stack ffff800008000000
    page ffff800000001000 9f000 1000 wx-
    page ffff800000100000 7f00000 100000 wx-
    page ffffffff80200000 1000 200000 -x-""")
limine("it is linked too low", "defect LIMINE_PLACE 0 ffffffff7ffff000",
       virtual=0xFFFFFFFF7FFFF000)
limine("two of a kind", "defect LIMINE_TWICE 0 200050",
       request(STACK_ID, 1), request(STACK_ID, 1))
limine("revision 4", "defect LIMINE_REVISION 0 4", revision=4)
limine("an entry outside", "defect LIMINE_ENTRY 0 ffffffff80201000",
       request(ENTRY_ID, VIRTUAL + 0x1000))
limine("an entry inside", "entry ffffffff80200fff efer 0 pat 0", request(
    ENTRY_ID, VIRTUAL + 0xFFF), machine=0, kinds=("entry",))
limine("a stack of 2 MiB and a byte", "stack ffff800008000000",
       request(STACK_ID, 2 * MIB + 1), kinds=("stack",))
limine("and one of 128 MiB", "defect LIMINE_STACK 0 8000000",
       request(STACK_ID, 128 * MIB))
limine("a frame buffer", """
    response SCREEN 40 1 1 fd000000 400 300 1000 20 1 8/10 8/8 8/0 1
    page ffff800000001000 9f000 1000 wx-
    page ffff800000100000 7f00000 100000 wx-
    page ffff8000fd000000 300000 fd000000 wxc
    page ffffffff80200000 1000 200000 -x-""", request(SCREEN_ID),
       machine=13, kinds=("response", "page"))

# The formats of cases and meanings
test("an unfinished chunk", "defect MAGIC 0 336ec500",
     case() + struct.pack("<IH", SI, 9) + b"\0")
test("an unfinished head", KERNEL, case() + struct.pack("<I", SI), "file")
test("strings of one byte", f"{KERNEL}\nfile \\x2d \\x2d 1 0 \\x2d 0",
     case(modules=[(1, 0, b"- type=- -")]), "file")
test("strings", "kenv loader=pvh\nkenv \\x5c\\x80=~\\x7f",
     case(line=b"\\\x80=~\x7f"), "kenv")

# The memory: chunks, holes of any size, an end
DENSE = bytes(5000) + b"a" * 9000 + bytes(200000) + b"bc" + bytes(100)
SPARSE = Memory([(12345, b"a" * 9000), (12345 + 209000, b"bc")])
judge("sparse memory reads as dense", f"True\n{zlib.crc32(DENSE):x}",
      [str(SPARSE.read(7345, len(DENSE)) == DENSE),
       f"{SPARSE.crc32(7345, len(DENSE)):x}"])
memory, start = oracle.read_case(case(
    memmap=BIG, modules=[(0x3FFFF000, 0x1002, None), (0x50000000, 1, None)],
    more=[(0x3FFFF000, b"ab"), (0x50000000, b"c")]))
memory.end = 0x2C0001
judge("a copy's end is lost with the RAM's", f"""
    {KERNEL}
    file module0 md_image 2c0000 1002 - {
        zlib.crc32(b"a" + bytes(0x1001)):x}
    file module1 md_image 2c2000 1 - d202ef8d""",
      oracle.meaning(memory, start), "file")

print(f"1..{len(results)}")
sys.exit(not all(results))
